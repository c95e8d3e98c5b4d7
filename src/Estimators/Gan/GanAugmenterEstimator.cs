using System.Globalization;
using DeepML.Data;
using DeepML.Estimators;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a generative adversarial network to make rows like those it is shown, and adds such rows to data.</summary>
/// <remarks>
/// Input: a vector of float of known size, and a key of uint as label if rows of chosen classes are wanted; or the columns of a
/// table. Output: no column, but more rows (and a column that marks them on request). Needs training. Append it with
/// <c>TransformerScope.Training</c>, or without: only the rows that it is fitted to get company. The rows must fit in memory.
/// </remarks>
public sealed class GanAugmenterEstimator : NetworkEstimator<GanAugmenterOptions, GanAugmenterTransformer>
{
    private readonly GanColumns _columns;

    internal GanAugmenterEstimator(IHostEnvironment environment, GanColumns columns, GanAugmenterOptions options)
        : base(environment, "GanAugmenter", options, faults => options.ValidateColumns(faults, columns)) => _columns = columns;

    private protected override IReadOnlyList<InputColumn> Needed => _columns.Inputs();

    private protected override object CheckpointColumns => _columns;

    private protected override void Check(SchemaShape shape) => _columns.Check(shape);

    private protected override void Check(DataViewSchema schema) => _columns.Check(schema);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        Options.MarkerColumnName is { } marker ? [SchemaShapes.Column(marker, BooleanDataViewType.Instance)] : [];

    private protected override GanAugmenterTransformer Train(FitSession fit, FitRequest<GanAugmenterTransformer> request)
    {
        var (input, validation, previous) = request;
        using var channel = Host.Start("Health");
        var training = Options.Training with { Progress = new HealthWatch(channel, Options.Objective, Options.Training.Progress) };
        var data = new GanReading(_columns, Options, fit).Read(input, validation, previous);
        var learned = data.Learned.Length / data.Codec.CompactSize;
        training = training with { Epochs = Options.EpochsFor(learned) };
        var game = new GanTraining(_columns, Options, fit);
        var (generator, architecture, history) = game.Run(data, training, previous, forNow: false);
        var description = new GanDescription(
            [.. data.Table], _columns.Condition, data.Codec.IsBounded, _columns.Label, Options.MarkerColumnName,
            [.. data.Table.Select(c => KeyValues.Of(input.Schema[c.Name]))],
            SchemaColumn.AllOf(input.Schema, _columns.All),
            architecture, game.Picture(), Options.Amount ?? (_columns.Label is null ? GanAmount.Factor(2) : GanAmount.Balance()), fit.Seed,
            Told(history, data.Table, learned))
        {
            Method = Options.MethodFor(_columns) is var method && method == AugmentationMethod.Measured ? AugmentationMethod.Gan : method,
        };
        GanCalibration.Apply(generator, description, data.Learned, fit.Device);
        if (method == AugmentationMethod.Measured && history.StopReason is StopReason.Completed or StopReason.EarlyStopping)
            description = Measured(new AugmentationTrial(Options, game, description, learned, fit), description, data);
        return new GanAugmenterTransformer(Host, description, generator, fit.Device, input);
    }

    private GanDescription Measured(AugmentationTrial trial, GanDescription description, GanRows data)
    {
        if (!trial.HasSomethingToAdd(data.Learned) || trial.Run(data) is not { } found)
            return description;
        using var channel = Host.Start("Method");
        if (found.Chosen != AugmentationMethod.Gan)
            channel.Warning(
                MessageSensitivity.None,
                $"{found}: the rows added are those of {found.Chosen}. {nameof(GanAugmenterOptions.Method)} = "
                    + $"{nameof(AugmentationMethod)}.{nameof(AugmentationMethod.Gan)} adds the generator's all the same.");
        var choice = new AutomaticChoice(nameof(Options.Method), $"{found.Chosen}", $"{found}");
        return description with
        {
            Method = found.Chosen,
            Comparison = found,
            History = description.History with { Chosen = [.. description.History.Chosen, choice] },
        };
    }

    // What is not learned, and what can only be copied, is told in the history and as a warning.
    private TrainingHistory Told(TrainingHistory history, IReadOnlyList<TableColumn> table, long rows)
    {
        using var channel = Host.Start("Identifiers");
        var chosen = table.Where(column => column.Kind == TableColumnKind.Identifier).Select(column => new AutomaticChoice(
            "Identifiers", nameof(GanIdentifiers.NumberAnew),
            $"column '{column.Name}' is another in every row: it is not learned, and synthetic rows are numbered anew")).ToArray();
        foreach (var choice in chosen)
            channel.Warning(MessageSensitivity.None, $"{char.ToUpperInvariant(choice.Reason[0])}{choice.Reason[1..]}.");
        foreach (var column in table.Where(
            column => column is { Kind: TableColumnKind.Category, ItemType: not "Boolean" } && column.Counts.Sum() >= Identifiers.FewestRows
            && column.Counts.Take(column.Values.Length).All(count => count == 1) && column.RareCounts.All(count => count == 1)))
            channel.Warning(
                MessageSensitivity.None,
                $"Column '{column.Name}' is another in every row: that of a synthetic row is a copy of a real one's. Leave it out, or "
                    + "replace it.");
        AutomaticChoice[] length = Options.Training.Epochs is null
            ? [new AutomaticChoice("Training.Epochs", Options.EpochsFor(rows).ToString(CultureInfo.InvariantCulture),
                FormattableString.Invariant($"{rows} rows"))] : [];
        return history with { Chosen = [.. history.Chosen, .. length, .. chosen] };
    }
}
