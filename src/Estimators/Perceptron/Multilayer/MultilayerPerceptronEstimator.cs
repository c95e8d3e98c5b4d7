using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trains a multilayer perceptron: fully connected layers with a nonlinear function between them.</summary>
/// <remarks>
/// Features: a vector of float of known size. Label: a key (multiclass), a boolean (binary) or a float (regression).
/// Output: Score, PredictedLabel and Probability as ML.NET's trainers. Features should be scaled first.
/// </remarks>
public sealed class MultilayerPerceptronEstimator : SupervisedEstimator<MultilayerPerceptronTransformer>
{
    private readonly MultilayerPerceptronOptions _options;

    internal MultilayerPerceptronEstimator(IHostEnvironment environment, PredictionTask task, MultilayerPerceptronOptions options)
        : base(environment, "MultilayerPerceptron", task, Checked(options).LabelColumnName, options.FeatureColumnName, options.Training) =>
        _options = options;

    private protected override object Settings => _options;

    private protected override MultilayerPerceptronTransformer Train(
        FitSession fit, IBatchSource rows, InputColumn feature, PredictionTarget target, MultilayerPerceptronTransformer? previous)
    {
        var architecture = new MultilayerPerceptronArchitecture(
            feature.Width, [.. _options.HiddenSizes], target.AnswerSize, _options.HiddenActivation, _options.ActivationSlope,
            _options.Dropout, _options.BatchNormalization);
        var network = fit.Place(new MultilayerPerceptronNetwork(architecture), previous);
        if (previous is null)
            _options.Start?.CopyInto(network.Layers);
        var history = fit.TrainSupervised(network, rows, target);
        var description = new MultilayerPerceptronDescription(FeatureColumnName, architecture, target, history);
        return new MultilayerPerceptronTransformer(Host, description, network, fit.Device);
    }

    private static MultilayerPerceptronOptions Checked(MultilayerPerceptronOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return options;
    }
}
