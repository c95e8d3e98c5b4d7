using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Trains a perceptron: a linear network that learns from its errors only.</summary>
/// <remarks>
/// Features: a vector of float of known size. Label: a key, a text or a boolean (multiclass) or a boolean (binary). Output: Score
/// and PredictedLabel as ML.NET's trainers; a binary one has no Probability, because its score is a distance from a plane and no logit.
/// If the classes can be separated by planes, training ends with the first epoch without an error (Novikoff 1962); if not, it goes on
/// to the last epoch, and <see cref="TrainingOptions.EarlyStopping"/> keeps the best one.
/// </remarks>
public sealed class PerceptronEstimator : SupervisedEstimator<PerceptronOptions, MultilayerPerceptronTransformer>
{
    internal PerceptronEstimator(IHostEnvironment environment, PredictionTask task, PerceptronOptions options)
        : base(environment, "Perceptron", task, options)
    {
    }

    /// <inheritdoc/>
    private protected override OneDnnUse Uses => OneDnnUse.None; // its rule is there in float32 only

    private protected override MultilayerPerceptronTransformer Train(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, MultilayerPerceptronTransformer? previous)
    {
        var architecture = new MultilayerPerceptronArchitecture(feature.Width, [], target.Head.AnswerSize, Activation.Identity);
        var network = new MultilayerPerceptronNetwork(architecture);
        foreach (var weight in network.parameters())
            nn.init.zeros_(weight); // the rule starts from nothing
        using var step = new PerceptronStep(
            network, fit.Place(network, previous).Update(), rows.MeanWeight,
            Options.Rule == PerceptronRule.PerOutput ? Options.Threshold : null);
        var history = fit.Train(step, rows);
        history = fit.Compared(
            target.Measured(history, step, rows), step, rows, target, batch => batch.Features.flatten(1));
        var description = new MultilayerPerceptronDescription(FeatureColumnName, architecture, target.Head, history);
        return new MultilayerPerceptronTransformer(Host, description, network, fit.Device);
    }
}
