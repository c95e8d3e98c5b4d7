using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Trains a multilayer perceptron: fully connected layers with a nonlinear function between them.</summary>
/// <remarks>
/// Features: a vector of float of known size. Label: a key, a text or a boolean (multiclass), a boolean (binary) or a
/// float (regression).
/// Output: Score, PredictedLabel and Probability as ML.NET's trainers. Features and labels of any size:
/// they are scaled inside (<see cref="MultilayerPerceptronOptions.InputScaling"/>, <see cref="SupervisedOptions.ScaleLabel"/>).
/// </remarks>
public sealed class MultilayerPerceptronEstimator : SupervisedEstimator<MultilayerPerceptronOptions, MultilayerPerceptronTransformer>
{
    internal MultilayerPerceptronEstimator(IHostEnvironment environment, PredictionTask task, MultilayerPerceptronOptions options)
        : base(environment, "MultilayerPerceptron", task, options)
    {
    }

    /// <inheritdoc/>
    private protected override OneDnnUse Uses =>
        Options.Training.Precision == Precision.Float32 ? OneDnnUse.None : OneDnnUse.Convolutions;

    private protected override bool NeedsNormalization => Options.InputScaling == NetworkInputScaling.None;

    private protected override UnsizedColumn Feature => Options.IsTable
        ? new TableFeatures(Options.TableColumns, Options.KeyColumns, "feature", Options.Fills)
        : new VectorColumn(FeatureColumnName, "feature", $"Or let the network fill them: {nameof(Options.FillMissing)}.");

    // Weights that were learned from rows of one kind go on with this kind, and a scaling that moves zeros leaves none of them out.
    private protected override SizedColumn FeatureOf(FitSession fit, FitRequest<MultilayerPerceptronTransformer> request)
    {
        if (request.Previous is { Table: not null } before)
            return before.Feature;
        var whole = base.FeatureOf(fit, request);
        if (request.Previous is { } previous)
            return previous.ReadsSparse ? new SparseVectorInput(whole.Name, whole.Role, whole.Width) : whole;
        if (Options.ReadSparse == false || !Options.KeepsZeros || Options.IsTable)
            return whole;
        var sparseness = Sparseness.Of(request.Input, whole.Name);
        if (Options.ReadSparse is null && !sparseness.IsSparse)
            return whole;
        if (Options.ReadSparse is null)
            fit.Chosen.Add(new AutomaticChoice(nameof(Options.ReadSparse), "true", FormattableString.Invariant(
                $"{sparseness.NumbersPerRow:F0} of {sparseness.Width} numbers are not 0 in the first {sparseness.Rows} rows")));
        return new SparseVectorInput(whole.Name, whole.Role, whole.Width, Math.Max(1, (int)Math.Ceiling(sparseness.NumbersPerRow)));
    }

    private protected override bool SplitsLater(FitRequest<MultilayerPerceptronTransformer> request, long? rows) =>
        request.Validation is null && request.Previous is null && Options.RepeatsFor(rows) > 1;

    private protected override MultilayerPerceptronTransformer Train(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, MultilayerPerceptronTransformer? previous)
    {
        if (previous is not null && Options.Repeats is > 1 and var asked && asked != previous.Networks)
            throw new ArgumentException(FormattableString.Invariant(
                $"Repeats is {asked}, and the previous model is made of {previous.Networks}, which go on as one network: leave it null."),
                nameof(previous));
        using var source = TransferSource.Open(Options.Transfer, previous);
        if (feature.IsSparse && (Options.MixUp > 0 || Options.DomainConfusion is not null))
            throw new ArgumentException(
                "The previous model reads the numbers that are not 0 alone, and such rows can be neither mixed nor taken apart by label: "
                    + "set MixUp to 0 and DomainConfusion to null.", nameof(previous));
        var table = feature as TableInput;
        var encoding = table is not null && previous is null ? new TableEncoding(table, Options.KeyColumns) : null;
        var encoded = encoding?.Choose(rows.Training, fit.Chosen) ?? previous?.Table;
        var scales = previous is null && source is null ? ScalesOf(fit, rows, feature) : null;
        var architecture = new MultilayerPerceptronArchitecture(
            feature.Width, [.. Options.HiddenSizes], target.Head.AnswerSize, Options.HiddenActivation, Options.ActivationSlope,
            Options.Dropout, Options.BatchNormalization,
            source?.ScalingOf(TransferForm.Dense) ?? previous?.Scaling ?? scales?.Form ?? ScalingForm.None, feature.IsSparse, encoded);
        if (previous is { Networks: > 1 })
            architecture = PerceptronAverage.Of(architecture, previous.Networks) with { Table = encoded };
        var plain = PlainView(feature);
        var repeats = previous is null && (rows.Validation is null || Options.Repeats is not null)
            ? RepeatsFor(rows)
            : 1;
        var (network, networks, history) = repeats > 1
            ? Repeated(fit, rows, target, architecture, repeats, Made, plain)
            : Once(fit, rows, target, source, previous, Made(), plain);
        var description = new MultilayerPerceptronDescription(
            feature.Name, (MultilayerPerceptronArchitecture)network.Architecture, target.Head, history,
            table is null ? null : [.. table.Given], feature.AllowsMissing, networks);
        return new MultilayerPerceptronTransformer(Host, description, network, fit.Device);

        MultilayerPerceptronNetwork Made()
        {
            var made = new MultilayerPerceptronNetwork(architecture);
            if (scales is not null)
                made.Scaling!.Set(scales);
            encoding?.Set(made.Table!);
            return made;
        }
    }

    // Rows that do not count make no parts by which a network could be judged.
    private int RepeatsFor(FitRows rows) => Options.RepeatsFor(rows.Training.RowCount) is > 1 and var several
        && (Options.Repeats is not null || Folds.Counting(rows.Training) >= RepeatedSplits.FewestRows) ? several : 1;

    private (MultilayerPerceptronNetwork Network, int Networks, TrainingHistory History) Once(
        FitSession fit, FitRows rows, PredictionTarget target, TransferSource? source, MultilayerPerceptronTransformer? previous,
        MultilayerPerceptronNetwork network, Func<MultilayerPerceptronNetwork, Func<TensorBatch, Tensor>?> plain)
    {
        var placed = fit.Place(network, previous);
        if (previous is null)
            Options.Start?.CopyInto(placed.Network.Layers);
        if (source is not null)
            placed = source.Into(
                fit, placed, TransferForm.Dense, TransferWeights.FunctionOf(Options.HiddenActivation, Options.ActivationSlope));
        using var noise = HiddenNoise.Behind(placed.Network.HiddenEnds, Options.HiddenNoise);
        return (placed.Network, previous?.Networks ?? 1, Trained(fit, placed, rows, target, plain(placed.Network)));
    }

    private (MultilayerPerceptronNetwork Network, int Networks, TrainingHistory History) Repeated(
        FitSession fit, FitRows rows, PredictionTarget target, MultilayerPerceptronArchitecture architecture, int repeats,
        Func<MultilayerPerceptronNetwork> make, Func<MultilayerPerceptronNetwork, Func<TensorBatch, Tensor>?> plain)
    {
        if (rows.Validation is null)
            RepeatedSplits.Check(rows.Training, repeats, nameof(Options.Repeats));
        using var training = new RepeatedTraining<MultilayerPerceptronNetwork>(fit, rows, repeats);
        training.Run(
            () => fit.Place(make()),
            network => HiddenNoise.Behind(network.HiddenEnds, Options.HiddenNoise),
            (placed, own) => Step(placed, fit.Loss(target, own)));
        var networks = training.Networks;
        var average = fit.Place(new MultilayerPerceptronNetwork(PerceptronAverage.Of(architecture, networks.Count)));
        PerceptronAverage.Set(average.Network, [.. networks.Select(placed => placed.Network)]);
        average.Network.eval();
        var history = training.Measured(average, target, plain(networks[0].Network), isAutomatic: Options.Repeats is null);
        foreach (var placed in networks)
            fit.Discard(placed.Network);
        return (average.Network, networks.Count, history);
    }

    private TrainingHistory Trained(
        FitSession fit, PlacedNetwork<MultilayerPerceptronNetwork> placed, FitRows rows, PredictionTarget target,
        Func<TensorBatch, Tensor>? view)
    {
        var loss = fit.Loss(target, rows);
        if (rows.Domains is { } domains)
        {
            using var confusing = DomainTraining.StepOf(fit, placed, loss, domains);
            return fit.TrainSupervised(confusing, rows, target, view);
        }
        using var step = Step(placed, loss);
        return fit.TrainSupervised(step, rows, target, view);
    }

    private SupervisedStep Step(PlacedNetwork<MultilayerPerceptronNetwork> placed, HeadLoss loss)
    {
        var update = placed.Update();
        return new SupervisedStep(placed.Network, update, loss)
        {
            MixUp = Options.MixUp,
            // hidden noise is added where torch passes
            BackPropagation = Options.HiddenNoise == 0 ? update.BackPropagationOf(placed.Network) : null,
        };
    }

    // Simple methods read what the first layer reads: of a table its numbers and what stands for its categories.
    private static Func<MultilayerPerceptronNetwork, Func<TensorBatch, Tensor>?> PlainView(SizedColumn feature) => network =>
        network.Table is { } table ? batch => table.call(batch.Features)
        : !feature.IsSparse ? batch => batch.Features
        : feature.Width <= BaselineComparison.Widest ? batch => batch.Features.to_dense()
        : null;

    // Weights that were learned on numbers of a certain size go on with these.
    private ColumnScales? ScalesOf(FitSession fit, FitRows rows, SizedColumn feature) =>
        Options.Start is { } start ? start.Scales
        : feature.IsSparse ? fit.ScalesOfSparse(rows, feature.Width, Options.InputScaling)
        : feature is TableInput table ? (table.Numbers > 0 ? fit.ScalesOf(rows, table.Width, Options.InputScaling, table.Numbers) : null)
        : fit.ScalesOf(rows, feature.Width, Options.InputScaling);
}
