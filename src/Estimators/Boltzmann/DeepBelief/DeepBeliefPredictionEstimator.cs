using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>
/// Trains a deep belief network to predict a label: layers are pretrained on every row, then the unrolled network is fine-tuned on the
/// rows that have a label (Hinton, Osindero and Teh, Neural Computation 18, 2006). For few labels and much data.
/// </summary>
/// <remarks>
/// Features: a vector of float of known size. Label: a key, a text or a boolean (multiclass), a boolean (binary) or a
/// float (regression).
/// Output: Score, PredictedLabel and Probability as ML.NET's trainers.
/// </remarks>
public sealed class DeepBeliefPredictionEstimator : SupervisedEstimator<DeepBeliefPredictionOptions, DeepBeliefPredictionTransformer>
{
    private const int CalibrationRows = 4096;

    internal DeepBeliefPredictionEstimator(IHostEnvironment environment, PredictionTask task, DeepBeliefPredictionOptions options)
        : base(environment, "DeepBeliefNetwork", task, options)
    {
    }

    /// <inheritdoc/>
    private protected override OneDnnUse Uses => OneDnnUse.Convolutions;

    // Gaussian units learn means and deviations unless told not to, and other units say what values they take.
    private protected override bool NeedsNormalization => Options.InputScaling == NetworkInputScaling.None;

    private protected override bool LearnsWithoutLabels => true;

    private protected override DeepBeliefPredictionTransformer Train(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, DeepBeliefPredictionTransformer? previous)
    {
        using var source = TransferSource.Open(Options.Transfer, previous);
        var labelled = fit.Own(FilteredBatches.Labelled(rows.Training));
        if (labelled.RowCount == 0)
            throw new InvalidOperationException(
                $"No row has a label in column '{LabelColumnName}'; the fine-tuning needs some. Without labels use "
                    + "ml.Transforms.DeepBeliefNetwork.");
        target.CheckTraining(labelled, $"Every labelled row of column '{LabelColumnName}'");
        var heldOut = rows.Validation is null ? null : fit.Own(FilteredBatches.Labelled(rows.Validation));
        if (heldOut is { RowCount: 0 })
            throw new InvalidOperationException($"No validation row has a label in column '{LabelColumnName}'; at least one must.");
        var (placed, architecture, pretraining) = source is not null
            ? Transferred(fit, feature, target, source)
            : Stacked(fit, rows, feature, target, previous);
        var history = fit.TrainSupervised(
            placed, rows with { Training = labelled, Validation = heldOut }, target, batch => batch.Features);
        var description = new DeepBeliefPredictionDescription(FeatureColumnName, architecture, target.Head, pretraining, history);
        return new DeepBeliefPredictionTransformer(Host, description, placed.Network, fit.Device);
    }

    private (PlacedNetwork<UnrolledDeepBeliefNetwork> Placed, UnrolledDeepBeliefArchitecture Architecture, TrainingHistory[] Pretraining)
        Stacked(
            FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, DeepBeliefPredictionTransformer? previous)
    {
        var units = VisibleUnitsChoice.Of(Options.VisibleUnits, Options.InputScaling, previous?.VisibleUnits, fit, rows);
        BitValues.Check(units, rows.Data, feature, rows.Training, rows.Validation);
        var start = previous is null ? VisibleScaling.Of(fit, rows, feature.Width, units, Options.InputScaling) : null;
        var stack = DeepBeliefTraining.Architecture(feature.Width, units, start, previous?.LowestMachine, Options.Layers);
        var architecture = Unrolled(stack, target);
        var placed = fit.Place(new UnrolledDeepBeliefNetwork(architecture), previous);
        return (placed, architecture, start is not null ? Pretrain(fit, stack, rows, placed.Network, start) : []);
    }

    // Whatever the layers come from, they read numbers as given, behind their scales: nothing is left of machines but their layers.
    private (PlacedNetwork<UnrolledDeepBeliefNetwork> Placed, UnrolledDeepBeliefArchitecture Architecture, TrainingHistory[] Pretraining)
        Transferred(FitSession fit, SizedColumn feature, PredictionTarget target, TransferSource source)
    {
        var architecture = Unrolled(
            DeepBeliefTraining.ArchitectureAsGiven(feature.Width, source.ScalingOf(TransferForm.Dense), Options.Layers), target);
        var placed = fit.Place(new UnrolledDeepBeliefNetwork(architecture));
        return (source.Into(fit, placed, TransferForm.Dense, $"{Options.HiddenActivation}"), architecture, []);
    }

    private UnrolledDeepBeliefArchitecture Unrolled(DeepBeliefArchitecture stack, PredictionTarget target) =>
        new(stack.Machines, target.Head.AnswerSize, Options.HiddenActivation, Options.Dropout);

    private TrainingHistory[] Pretrain(
        FitSession fit, DeepBeliefArchitecture architecture, FitRows rows, UnrolledDeepBeliefNetwork network, VisibleScaling start)
    {
        var stack = fit.PlaceForNow(new DeepBeliefNetwork(architecture));
        var histories = DeepBeliefTraining.Run(fit, stack, Options.Layers, Options.Pretraining, rows, start);
        network.CopyFrom(stack.Network);
        if (Options.HiddenActivation == Activation.ReLU)
        {
            using var sample = rows.Training.Epoch(CalibrationRows, fit.Seed).First();
            network.Calibrate(sample.Features);
        }
        return histories;
    }
}
