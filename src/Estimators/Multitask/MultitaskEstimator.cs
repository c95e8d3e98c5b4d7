using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains one network to answer several tasks about each row: classes, yes or no, numbers.</summary>
/// <remarks>
/// Features: a vector of float of known size, or what <see cref="MultitaskOptions.Body"/> reads: pictures, sequences. Labels: a column for
/// each task, see <see cref="TaskHeadKind"/>; a row whose label of a task is missing does not count for that task. Output: the columns of
/// ML.NET's trainers for each, behind its name and a dot.
/// </remarks>
public sealed class MultitaskEstimator : NetworkEstimator<MultitaskOptions, MultitaskTransformer>
{
    private readonly string _feature;
    private readonly TaskHead[] _heads;

    internal MultitaskEstimator(IHostEnvironment environment, string feature, IReadOnlyList<TaskHead> heads, MultitaskOptions options)
        : base(environment, "MultitaskNetwork", options, faults => Validate(heads, faults))
    {
        _feature = feature;
        _heads = [.. heads];
    }

    private protected override IReadOnlyList<InputColumn> Needed =>
        [Feature, .. _heads.Select(head => head.Task.Label(head.Label))];

    private UnsizedColumn Feature => Options.Body?.Column(_feature, "feature") ?? new VectorColumn(_feature, "feature");

    private protected override object CheckpointColumns => new { Feature = _feature, Heads = _heads };

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        _heads.SelectMany(head => head.Task.Promised(input.Last(c => c.Name == head.Label))
            .Select(column => SchemaShapes.Renamed(column, $"{head.Name}.{column.Name}")));

    private protected override MultitaskTransformer Train(FitSession fit, FitRequest<MultitaskTransformer> request)
    {
        var (input, validation, previous) = request;
        var before = (previous?.Description as MultitaskDescription)?.Tasks;
        var feature = Feature.SizedBy(input);
        var columns = _heads.Select((head, i) => head.Task.LabelIn(
            input, head.Label, keepMissing: true, before?.ElementAtOrDefault(i)?.Head)).ToArray();
        var labels = new TaskLabels(columns);
        var rows = fit.Read(input, [feature, labels], validation, [feature.AllowsMissing, true]);
        var slices = labels.Slices;
        var measured = slices.Select(slice => RowsOf(fit, rows, slice)).ToArray();
        var targets = _heads.Select((head, i) => TargetOf(
            fit, head, head.Task.TargetOf(input.Schema[head.Label], columns[i]), measured[i],
            before?.ElementAtOrDefault(i)?.Head)).ToArray();
        var (architecture, scales) = ArchitectureOf(
            fit, rows, feature, [.. targets.Select(target => target.Head.AnswerSize)], previous?.Description as MultitaskDescription);
        var placed = fit.Place(new MultitaskNetwork(architecture), previous);
        if (scales is not null)
            placed.Network.SetScales(scales);
        if (previous is null)
            placed.Network.AlignBodies();
        var losses = targets.Select(target => fit.Own(target.Loss(fit.Options, fit.Device))).ToArray();
        var tasks = _heads.Select((head, i) => new TaskLoss(
            head.Name, slices[i], placed.Network.Answers[i].Start, placed.Network.Answers[i].Size, losses[i], head.Weight,
            head.IsOfNumbers)).ToArray();
        using var step = new MultitaskStep(placed.Network, placed.Update(), tasks, Options.SoftSharing ?? 0, Options.Body?.Changes);
        using var noise = HiddenNoise.Behind(placed.Network.HiddenEnds, Options.HiddenNoise);
        var history = fit.Train(step, rows);
        history = Measured(history, placed.Network, tasks, targets, measured);
        var description = new MultitaskDescription(
            _feature, [.. _heads.Zip(targets, (head, target) => new TaskDescription(head.Name, target.Head))], architecture, history,
            (feature as ImageInput)?.Format, (feature as SequenceInput)?.Shape);
        return new MultitaskTransformer(Host, description, placed.Network, fit.Device);
    }

    // Scales are those of the model that the fit starts from, if there is one.
    private (MultitaskArchitecture Architecture, ColumnScales? Scales) ArchitectureOf(
        FitSession fit, FitRows rows, SizedColumn feature, int[] answers, MultitaskDescription? before)
    {
        var scaled = Options.Body?.ScaledNumbers(feature) ?? feature.Width;
        var scales = before is null && scaled > 0 ? fit.ScalesOf(rows, scaled, Options.Body?.Scaling ?? Options.InputScaling) : null;
        var form = before?.Architecture.InputScaling ?? scales?.Form ?? ScalingForm.None;
        var architecture = new MultitaskArchitecture(
            feature.Width, [.. Options.HiddenSizes], [.. Options.HeadSizes], answers, Options.HiddenActivation, Options.Dropout,
            Options.SoftSharing is not null, Options.LearnTaskWeights, Options.Body is null ? form : ScalingForm.None,
            ReaderOf(fit, feature, form));
        return (architecture, scales);
    }

    private TaskReaderArchitecture? ReaderOf(FitSession fit, SizedColumn feature, ScalingForm scaling)
    {
        if (Options.Body?.ArchitectureFor(feature, scaling, unitLength: false, fit.Chosen) is not { } layers)
            return null;
        return layers.Sequences is { } sequences ? new(null, sequences) : new(layers, null);
    }

    private static void Validate(IReadOnlyList<TaskHead> heads, OptionFaults faults)
    {
        if (heads.Count == 0)
            faults.Add("heads", "empty", "at least one task");
        for (var i = 0; i < heads.Count; i++)
            if (faults.Given(heads[i], $"heads[{i}]"))
                heads[i].Validate(faults, $"heads[{i}].");
        foreach (var twice in heads.Where(head => head is not null).GroupBy(head => head.Name).Where(group => group.Count() > 1))
            faults.Add("heads", $"two or more called '{twice.Key}'", "of different names");
    }

    // The rows that have a task's label; those held out only where some have it.
    private static FitRows RowsOf(FitSession fit, FitRows rows, TaskSlice slice)
    {
        var heldOut = rows.Validation is { } validation ? fit.Own(new TaskRows(validation, slice)) : null;
        return rows with
        {
            Training = fit.Own(new TaskRows(rows.Training, slice)),
            Validation = heldOut is { RowCount: > 0 } ? heldOut : null,
        };
    }

    private PredictionTarget TargetOf(FitSession fit, TaskHead head, PredictionTarget target, FitRows rows, PredictionHead? before)
    {
        if (rows.Training.RowCount == 0)
            throw new InvalidOperationException(
                $"Label column '{head.Label}' of task '{head.Name}' is missing in every training row; there is nothing to learn from.");
        target.CheckTraining(rows.Training, $"Every row of label column '{head.Label}'");
        if (rows.Validation is not null)
            target.CheckValidation(rows.Validation, head.Label);
        return Options.ScaleLabel ? target.ScaledBy(rows.Training, before, fit.Chosen) : target;
    }

    // The simplest answer beside each task: as one number what is left of its error, in the mean.
    private TrainingHistory Measured(
        TrainingHistory history, MultitaskNetwork network, TaskLoss[] tasks, PredictionTarget[] targets, FitRows[] measured)
    {
        var shares = new List<double>();
        var chosen = history.Chosen.ToList();
        for (var i = 0; i < tasks.Length; i++)
        {
            using var own = new TaskStep(network, tasks[i]);
            var found = targets[i].Measured(history with { Chosen = [] }, own, measured[i]);
            shares.Add(found.Baseline!.NetworkValue / Math.Max(found.Baseline.Value, double.Epsilon));
            chosen.AddRange(found.Chosen.Select(choice => choice with { Option = $"{tasks[i].Name}.{choice.Option}" }));
            chosen.Add(new AutomaticChoice($"{tasks[i].Name} beside", found.Baseline.Name, found.Baseline.ToString()));
        }
        return history with
        {
            Chosen = chosen,
            Baseline = new Baseline(
                "the simplest answer to each task", "error over that of the simplest answer, mean of the tasks", 1, shares.Average()),
        };
    }
}
