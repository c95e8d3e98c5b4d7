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
/// Output: Score, PredictedLabel and Probability as ML.NET's trainers. Features and labels of any size:
/// they are scaled inside (<see cref="MultilayerPerceptronOptions.InputScaling"/>, <see cref="SupervisedOptions.ScaleLabel"/>).
/// </remarks>
public sealed class MultilayerPerceptronEstimator : SupervisedEstimator<MultilayerPerceptronOptions, MultilayerPerceptronTransformer>
{
    internal MultilayerPerceptronEstimator(IHostEnvironment environment, PredictionTask task, MultilayerPerceptronOptions options)
        : base(environment, "MultilayerPerceptron", task, options)
    {
    }

    private protected override MultilayerPerceptronTransformer Train(
        FitSession fit, FitRows rows, SizedColumn feature, PredictionTarget target, MultilayerPerceptronTransformer? previous)
    {
        // Weights that were learned on numbers of a certain size go on with these.
        var scales = previous is not null ? null
            : Options.Start is { } start ? start.Scales
            : fit.ScalesOf(rows, feature.Width, Options.InputScaling);
        var architecture = new MultilayerPerceptronArchitecture(
            feature.Width, [.. Options.HiddenSizes], target.Head.AnswerSize, Options.HiddenActivation, Options.ActivationSlope,
            Options.Dropout, Options.BatchNormalization, previous?.Scaling ?? scales?.Form ?? ScalingForm.None);
        var network = new MultilayerPerceptronNetwork(architecture);
        if (scales is not null)
            network.Scaling!.Set(scales);
        var placed = fit.Place(network, previous);
        if (previous is null)
            Options.Start?.CopyInto(placed.Network.Layers);
        var history = fit.TrainSupervised(placed, rows, target);
        var description = new MultilayerPerceptronDescription(FeatureColumnName, architecture, target.Head, history);
        return new MultilayerPerceptronTransformer(Host, description, placed.Network, fit.Device);
    }
}
