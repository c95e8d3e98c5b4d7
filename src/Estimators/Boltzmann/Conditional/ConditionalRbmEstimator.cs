using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Trains a restricted Boltzmann machine whose biases depend on past frames (Taylor, Hinton and Roweis, NIPS 2006): features of each
/// moment of a sequence, the frame that follows, and new sequences.
/// </summary>
/// <remarks>
/// Input: a vector of float of known size, (<see cref="ConditionalRbmOptions.PastFrames"/> + 1) frames, the oldest first. Output: a vector
/// of float, the means of the hidden units; on request the next frame and the free energy. Needs training; labels are not used.
/// </remarks>
public sealed class ConditionalRbmEstimator : NetworkEstimator<ConditionalRbmOptions, ConditionalRbmTransformer>
{
    private const int MeasuredRows = 1024;

    // Before the data are seen a frame may have any size.
    private const int AnySize = 1;

    private readonly ConditionalRbmColumns _columns;

    internal ConditionalRbmEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, ConditionalRbmOptions options)
        : base(environment, "ConditionalBoltzmannMachine", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        _columns = new ConditionalRbmColumns(
            outputColumnName, inputColumnName ?? outputColumnName, options.NextFrameColumnName, options.FreeEnergyColumnName);
        var twice = _columns.Outputs(options.HiddenSize, AnySize).GroupBy(output => output.Column.Name).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null)
            throw new ArgumentException(
                $"The name '{twice.Key}' is that of {twice.Count()} output columns; each needs its own.", nameof(options));
    }

    /// <inheritdoc/>
    private protected override OneDnnUse Uses => OneDnnUse.Convolutions;

    private protected override IReadOnlyList<InputColumn> Needed => [new VectorColumn(_columns.Input, "input")];

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        _columns.Outputs(Options.HiddenSize, AnySize).Select(output => output.Column.Shape);

    private protected override ConditionalRbmTransformer Train(FitSession fit, FitRequest<ConditionalRbmTransformer> request)
    {
        var (input, validation, previous) = request;
        var column = new VectorColumn(_columns.Input, "input").SizedBy(input);
        var frames = Options.PastFrames + 1;
        if (column.Width % frames != 0)
            throw new ArgumentException(
                $"PastFrames is {Options.PastFrames}, but column '{column.Name}' holds {column.Width} numbers; they must be a multiple of "
                    + $"{frames}: {Options.PastFrames} past frames and the present one.");
        var size = column.Width / frames;
        var rows = fit.Read(input, [column], validation);
        var units = VisibleUnitsChoice.Of(Options.VisibleUnits, Options.InputScaling, previous?.VisibleUnits, fit, rows);
        BitValues.Check(units, rows.Data, column, rows.Training, rows.Validation);
        // every frame is the present one of some row, but for the first few of a sequence
        Tensor Present(Tensor features) => features.narrow(1, column.Width - size, size);
        var present = fit.Own(MappedBatches.Create(rows.Training, Present, size, Options.Training.MemoryBudget));
        var start = previous is null
            ? VisibleScaling.Of(fit, rows with { Training = present, Validation = null }, size, units, Options.InputScaling)
            : null;
        var old = previous?.Machine.Architecture.Machine;
        var architecture = new ConditionalRbmArchitecture(
            new RbmArchitecture(
                size, Options.HiddenSize, units, Options.HiddenUnits, start?.Form ?? old!.Scaling,
                start?.ReadsAsGiven ?? old!.ReadsAsGiven),
            Options.PastFrames);
        if (previous is not null && previous.Machine.Architecture != architecture)
            throw new ArgumentException(
                $"The previous model is {previous.Machine.Architecture}; the options and columns ask for {architecture}.",
                nameof(previous));
        var placed = fit.Place(new ConditionalRbmNetwork(architecture), previous);
        if (start is not null)
            Start(placed.Network.Machine, start, present);
        using var step = new ConditionalDivergenceStep(placed.Network, placed.Update(), Options.GibbsSteps, Options.PredictionPasses);
        var history = fit.Train(step, rows);
        history = history with { Baseline = Baseline(step, rows.Measured) };
        return new ConditionalRbmTransformer(
            Host, new ConditionalRbmDescription(_columns, architecture, Options.PredictionPasses, history), placed.Network, fit.Device);
    }

    private void Start(RbmNetwork machine, VisibleScaling start, IBatchSource present)
    {
        if (start.Scales is { } scales)
            machine.Scaling!.Set(scales);
        using var moments = ColumnMoments.Of(present, map: machine.Scaled);
        machine.StartAt(moments.Mean, moments.Deviation, present.RowCount, Options.Noise, start.HasCommonNoise);
    }

    private static Baseline Baseline(ConditionalDivergenceStep step, IBatchSource rows)
    {
        step.Network.eval();
        var (network, repeated) = (0.0, 0.0);
        foreach (var batch in rows.Epoch(MeasuredRows, shuffleSeed: null))
        {
            using var owned = batch;
            var errors = step.NextFrameErrors(batch.Features);
            network += errors.Network * batch.Rows / rows.RowCount;
            repeated += errors.Repeated * batch.Rows / rows.RowCount;
        }
        return new Baseline("the last frame once more", "mean squared error of the next frame, standardized", repeated, network);
    }
}
