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
/// Features: a vector of float of known size. Label: a key (multiclass), a boolean (binary) or a float (regression).
/// Output: Score, PredictedLabel and Probability as ML.NET's trainers.
/// </remarks>
public sealed class DeepBeliefPredictionEstimator : SupervisedEstimator<DeepBeliefPredictionTransformer>
{
    private const int CalibrationRows = 4096;
    private readonly DeepBeliefTrainerOptions _options;

    internal DeepBeliefPredictionEstimator(IHostEnvironment environment, PredictionTask task, DeepBeliefTrainerOptions options)
        : base(environment, "DeepBeliefNetwork", task, Checked(options).LabelColumnName, options.FeatureColumnName, options.FineTuning) =>
        _options = options;

    private protected override object Settings => _options;

    private protected override InputColumn Label => Task == PredictionTask.Multiclass
        ? ScalarInput.Class(LabelColumnName, "label", keepMissing: true)
        : base.Label;

    private protected override bool LearnsWithoutLabels => true;

    private protected override DeepBeliefPredictionTransformer Train(
        FitSession fit, IBatchSource rows, InputColumn feature, PredictionTarget target, DeepBeliefPredictionTransformer? previous)
    {
        BitValues.Check(_options.VisibleUnits, fit.Data, feature, rows, fit.Validation);
        var labelled = fit.Own(FilteredBatches.Labelled(rows));
        CheckLabels(labelled);
        var heldOut = fit.Validation is null ? null : fit.Own(FilteredBatches.Labelled(fit.Validation));
        if (heldOut is { RowCount: 0 })
            throw new InvalidOperationException($"No validation row has a label in column '{LabelColumnName}'; at least one must.");
        var stack = DeepBeliefTraining.Architecture(feature.Width, _options.VisibleUnits, _options.Layers);
        var architecture = new UnrolledDeepBeliefArchitecture(stack.Machines, target.AnswerSize, _options.Activation, _options.Dropout);
        var network = fit.Place(new UnrolledDeepBeliefNetwork(architecture), previous);
        var pretraining = previous is null ? Pretrain(fit, stack, rows, network) : [];
        var history = fit.TrainSupervised(network, labelled, target, heldOut);
        var description = new DeepBeliefPredictionDescription(FeatureColumnName, architecture, target, pretraining, history);
        return new DeepBeliefPredictionTransformer(Host, description, network, fit.Device);
    }

    private TrainingHistory[] Pretrain(FitSession fit, DeepBeliefArchitecture architecture, IBatchSource rows, UnrolledDeepBeliefNetwork network)
    {
        using var stack = new DeepBeliefNetwork(architecture);
        TorchSharp.torch.nn.Module placed = stack;
        TorchSharp.ModuleExtensionMethods.to(placed, fit.Device);
        var histories = DeepBeliefTraining.Run(fit, stack, _options.Layers, _options.Pretraining, rows, fit.Validation);
        network.CopyFrom(stack);
        if (_options.Activation == Activation.ReLU)
        {
            using var sample = rows.Epoch(CalibrationRows, fit.Seed).First();
            network.Calibrate(sample.Features);
        }
        return histories;
    }

    private void CheckLabels(IBatchSource labelled)
    {
        if (labelled.RowCount == 0)
            throw new InvalidOperationException($"No row has a label in column '{LabelColumnName}'; the fine-tuning needs some. Without labels use ml.Transforms.DeepBeliefNetwork.");
        var (fewest, most) = labelled.Range(BatchMember.Targets);
        if (Task != PredictionTask.Regression && fewest == most)
            throw new InvalidOperationException(
                $"Every labelled row of column '{LabelColumnName}' holds the same class; at least two are needed to learn to tell them apart.");
    }

    private static DeepBeliefTrainerOptions Checked(DeepBeliefTrainerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }
}
