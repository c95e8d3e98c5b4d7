using DeepML.Estimators;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>Trainers of networks that predict several numbers at once.</summary>
public sealed class VectorRegressionTrainers
{
    private readonly IHostEnvironment _environment;

    internal VectorRegressionTrainers(IHostEnvironment environment) => _environment = environment;

    /// <summary>Trains a multilayer perceptron to predict several numbers at once.</summary>
    /// <param name="labelColumnName">Name of the labels: a vector of float, in which NaN is missing.</param>
    /// <param name="featureColumnName">Name of the features: a vector of float of known size.</param>
    public MultilayerPerceptronEstimator MultilayerPerceptron(string labelColumnName = "Label", string featureColumnName = "Features") =>
        MultilayerPerceptron(new MultilayerPerceptronOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a multilayer perceptron to predict several numbers at once.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public MultilayerPerceptronEstimator MultilayerPerceptron(MultilayerPerceptronOptions options) =>
        new(_environment, new VectorRegressionTask(), options);

    /// <summary>Trains a convolutional network to predict several numbers at once.</summary>
    /// <param name="labelColumnName">Name of the labels: a vector of float, in which NaN is missing.</param>
    /// <param name="featureColumnName">Name of the pictures: a vector of float with dimensions, or an MLImage.</param>
    public ConvolutionalNetworkEstimator ConvolutionalNetwork(string labelColumnName = "Label", string featureColumnName = "Features") =>
        ConvolutionalNetwork(new ConvolutionalNetworkOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a convolutional network to predict several numbers at once.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public ConvolutionalNetworkEstimator ConvolutionalNetwork(ConvolutionalNetworkOptions options) =>
        new(_environment, new VectorRegressionTask(), options);

    /// <summary>Trains a recurrent network to predict several numbers at once.</summary>
    /// <param name="labelColumnName">Name of the labels: a vector of float, in which NaN is missing.</param>
    /// <param name="featureColumnName">Name of the sequences: vectors of float or of keys, of any length.</param>
    public RecurrentNetworkEstimator RecurrentNetwork(string labelColumnName = "Label", string featureColumnName = "Features") =>
        RecurrentNetwork(new RecurrentNetworkOptions { LabelColumnName = labelColumnName, FeatureColumnName = featureColumnName });

    /// <summary>Trains a recurrent network to predict several numbers at once.</summary>
    /// <param name="options">Columns, architecture and training.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public RecurrentNetworkEstimator RecurrentNetwork(RecurrentNetworkOptions options) =>
        new(_environment, new VectorRegressionTask(), options);
}
