using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using TorchSharp;

namespace DeepML.Estimators;

/// <summary>What the autoencoder's transform and its anomaly trainer have in common: from rows to a trained network.</summary>
/// <param name="host">Host of the estimator, which hears what is worth knowing.</param>
/// <param name="options">Options that have been checked.</param>
/// <param name="columns">The columns.</param>
internal sealed class AutoencoderFit(IHost host, AutoencoderOptions options, AutoencoderColumns columns)
{
    /// <summary>The column as it must be before its size is known.</summary>
    public static UnsizedColumn Input(AutoencoderOptions options, string name, string role) => options.Convolution is { } c
        ? new ImageColumn(name, role, new ImageFormat(c.Channels, c.Height, c.Width))
        : new VectorColumn(name, role);

    /// <summary>The target column as it must be before its size is known.</summary>
    public static UnsizedColumn Target(AutoencoderOptions options, string name) => options.Convolution is { } c
        ? new ImageColumn(name, "target", new ImageFormat(c.TargetChannels, c.Height, c.Width))
        : new VectorColumn(name, "target");

    /// <summary>Reads the rows and trains a network on them.</summary>
    /// <param name="fit">The frame of the fit, which then holds the rows.</param>
    /// <param name="input">The training rows.</param>
    /// <param name="validation">Rows to measure on; null for those the options hold out.</param>
    /// <param name="role">The word errors use for the input column.</param>
    /// <param name="previous">The model whose weights are the first; null for fresh weights.</param>
    /// <param name="detector">What it is told to tell anomalies by; null if it is none.</param>
    public (AutoencoderNetwork Network, TrainingHistory History) Run(
        FitSession fit, IDataView input, IDataView? validation, string role, NetworkTransformer? previous = null,
        AutoencoderAnomalyOptions? detector = null)
    {
        if (previous is not null && options.Pretraining is not null)
            throw new ArgumentException(
                "Pretraining gives the weights to start from, and so does the previous model; leave one of them out.", nameof(previous));
        using var source = TransferSource.Open(options.Transfer, previous);
        var inputs = new List<SizedColumn> { Input(options, columns.Input, role).SizedBy(input) };
        if (columns.Target is { } target)
            inputs.Add(SizedTarget(input, target, inputs[0]));
        CheckCode(inputs[0]);
        AutoencoderPictures.Check(options, inputs[0]);
        var rows = fit.Read(input, inputs, validation, [.. inputs.Select(_ => options.FillMissingValues)]);
        AutoencoderPictures.Check(options, rows, inputs[0]);
        var inUnitInterval = IsInUnitInterval(rows.Training, input, inputs);
        // Numbers that the layers taken over scale are no shares any more, as they are none where the fit scales them itself.
        var givenScaling = source?.ScalingOf(TransferForm.Dense);
        inUnitInterval &= givenScaling is null or ScalingForm.None;
        inUnitInterval &= rows.Validation is not { } heldOut || IsInUnitInterval(heldOut, validation ?? input, inputs);
        var scales = previous is not null || source is not null || options.WhyNotScaled is not null || inUnitInterval
            ? null
            : fit.ScalesOf(rows, inputs[0].Width, options.InputScaling, keepsLikeSizes: detector is null && !options.FillMissingValues);
        if (detector is not null)
            scales = scales?.KeepingConstants();
        var architecture = Architecture(inputs, inUnitInterval, width => ArchitectureOf(previous)?.CodeSize ?? (detector is not null
            ? AutomaticCode.ForAnomalies(rows.Training, width, scales, fit)
            : AutomaticCode.ForFeatures(width, fit))) with
        {
            Scaling = (options.WhyNotScaled is null ? givenScaling : null) ?? scales?.Form ?? ArchitectureOf(previous)?.Scaling
                ?? ScalingForm.None,
        };
        var crossEntropy = options.Loss == ReconstructionLoss.CrossEntropy
            || (options.Loss == ReconstructionLoss.Auto && inUnitInterval && architecture.OutputActivation == Activation.Sigmoid);
        var placed = fit.Place(new AutoencoderNetwork(architecture), previous);
        var network = placed.Network;
        if (scales is not null)
            network.Scaling!.Set(scales);
        if (source is not null)
            placed = options.Convolution is null
                ? source.Into(
                    fit, placed, TransferForm.Dense, TransferWeights.FunctionOf(options.HiddenActivation, options.ActivationSlope))
                : source.IntoConvolutions(fit, placed);
        using var channel = host.Start("Autoencoder");
        if (network.Fill is { } fill)
            MeasureFill(rows.Training, fill, inputs[0].Name, channel);
        if (previous is null && detector is null && PrincipalStart.Suits(options, architecture))
            fit.Chosen.Add(PrincipalStart.Set(network, rows.Training));
        var objective = new AutoencoderObjective(crossEntropy)
        {
            Corruption = options.Corruption,
            Sparsity = options.Sparsity,
            ContractionWeight = options.ContractionWeight,
            Variational = options.Variational,
            HasTarget = columns.Target is not null,
            Augmentation = options.Augmentation,
            StaysInUnitInterval = inUnitInterval && columns.Target is null,
            Perceptual = options.Perceptual?.Describe(),
            PerceptualWeight = options.Perceptual?.Weight ?? 0,
        };
        if (options.OnlyCopies(architecture.CodeSize, architecture.InputSize))
            channel.Warning(MessageSensitivity.None,
                $"The code ({architecture.CodeSize} numbers) is not smaller than the input ({architecture.InputSize}), "
                + "and nothing else keeps the network from copying: set Corruption, Sparsity, ContractionWeight or Dropout, or make the "
                + "code smaller.");
        if (options.Pretraining is not null)
            LayerwisePretraining.Run(fit, network, rows, objective, options);
        using var step = new AutoencoderStep(network, placed.Update(), objective)
        {
            Features = options.Perceptual is { } perceptual && architecture.Convolution is { } pictures
                ? perceptual.Features(fit, pictures.ChannelsOf(architecture.OutputSize), pictures.Height, pictures.Width)
                : null,
        };
        var history = fit.Train(step, rows);
        var baseline = ReconstructionBaseline.Measure(
            rows.Training, network, objective.HasTarget, options.Training.RowsPerBatch, history.Threads);
        if (!baseline.IsBeaten && architecture.CodeSize < architecture.InputSize)
            channel.Warning(MessageSensitivity.None, $"The network reconstructs no better than a simple method: {baseline}. "
                + "More epochs, another learning rate or wider layers may help; if not, the simple method is the better choice.");
        if (detector is null && NormalRows.AreAskedFor(options, architecture.InputSize))
        {
            var normal = NormalRows.Add(network, rows.Training, fit.Seed);
            history = history with { Chosen = [.. history.Chosen, normal] };
        }
        if (detector is { MeasuresDistances: true })
        {
            var known = KnownRows.Add(network, rows.Training, detector.Contamination, fit.Seed);
            history = history with { Chosen = [.. history.Chosen, known] };
        }
        return (network, history with { Baseline = baseline });
    }

    private SizedColumn SizedTarget(IDataView data, string name, SizedColumn input) =>
        options.Convolution is { } convolution && input is ImageInput { Format: var format }
            ? new ImageColumn(name, "target", convolution.TargetFormat(format, name, data.Schema[name].Type)).SizedBy(data)
            : new VectorColumn(name, "target").SizedBy(data);

    // Feature maps are as many as the convolutions make: these are warned of only.
    private void CheckCode(SizedColumn input)
    {
        var isOfMaps = options.Convolution is { DenseCode: false };
        if (isOfMaps || options.CodeSize is not { } size || size <= input.Width || !options.OnlyCopies(size, input.Width))
            return;
        throw new ArgumentException(
            $"CodeSize is {size}, but column '{input.Name}' holds {input.Width} numbers: such a code is a copy of the row. Take at most "
            + $"{input.Width} (fewer to compress), or set what a larger code learns by: Corruption, Sparsity, ContractionWeight, "
            + "Variational, Dropout or a narrower hidden layer.");
    }

    // Of the model that is gone on from.
    private static AutoencoderArchitecture? ArchitectureOf(NetworkTransformer? previous) => previous?.Description switch
    {
        AutoencoderDescription model => model.Architecture,
        AutoencoderAnomalyDescription detector => detector.Architecture,
        AutoencoderAugmenterDescription augmenter => augmenter.Architecture,
        _ => null,
    };

    private bool IsInUnitInterval(IBatchSource rows, IDataView view, List<SizedColumn> inputs)
    {
        var range = rows.Range(inputs[^1].Member);
        var isInside = range is { Minimum: >= 0, Maximum: <= 1 };
        if (options.Loss == ReconstructionLoss.CrossEntropy && !isInside)
        {
            var first = ValueFaults.First(view, inputs[^1], value => value is < 0 or > 1);
            var limits = FormattableString.Invariant($"[{(float)range.Minimum}, {(float)range.Maximum}]");
            throw new ArgumentException(
                $"Loss is CrossEntropy, but column '{inputs[^1].Name}' holds values in {limits}: {first}; they must be in [0, 1]. "
                + "Scale the column (NormalizeMinMax) or choose SquaredError.");
        }
        return isInside;
    }

    // A number that is never there cannot be learned: said once, because what it is filled with looks like any other.
    private static void MeasureFill(IBatchSource rows, torch.Tensor fill, string column, IChannel channel)
    {
        var never = ColumnMeans.Measure(rows, fill);
        if (never.Count == fill.size(0))
            throw new InvalidOperationException($"Every value of column '{column}' is missing; there is nothing to learn from.");
        if (never.Count > 0)
            channel.Warning(
                MessageSensitivity.None, $"{never.Count} of the {fill.size(0)} numbers of column '{column}' are missing in every row "
                + $"(slot {string.Join(", ", never.Take(5))}{(never.Count > 5 ? ", ..." : "")}): what they are filled with means nothing.");
    }

    private AutoencoderArchitecture Architecture(List<SizedColumn> inputs, bool inUnitInterval, Func<int, int> sizeOfCode)
    {
        var convolution = options.Convolution is { } c && inputs[0] is ImageInput { Format: var image }
            ? new AutoencoderImageArchitecture(image.Height, image.Width, image.Channels, [.. c.Filters], c.KernelSize, c.DenseCode)
            : null;
        var codeSize = convolution is { DenseCode: false } ? convolution.LayerSizes()[^1] : options.CodeSize ?? sizeOfCode(inputs[0].Width);
        if (options.Sparsity?.CodesKept > codeSize)
            throw new ArgumentException(
                $"Sparsity.Count is {options.Sparsity.CodesKept}; it must be in [1, {codeSize}], the numbers in the last feature maps of "
                    + $"column '{inputs[0].Name}'.");
        return new AutoencoderArchitecture(
            inputs[0].Width, [.. options.HiddenSizes], codeSize, options.HiddenActivation, options.CodeActivation,
            options.OutputActivation
                ?? (inUnitInterval || options.Loss == ReconstructionLoss.CrossEntropy ? Activation.Sigmoid : Activation.Identity))
        {
            DecoderSizes = options.DecoderSizes is { } sizes ? [.. sizes] : null,
            TargetSize = columns.Target is null ? null : inputs[1].Width,
            ActivationSlope = options.ActivationSlope,
            Dropout = options.Dropout,
            BatchNormalization = options.BatchNormalization,
            TiedWeights = options.TiedWeights,
            CodesKept = options.Sparsity?.CodesKept,
            LogVarianceLimit = options.Variational?.LogVarianceLimit,
            FillsMissing = options.FillMissingValues,
            Convolution = convolution,
        };
    }
}
