using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Convolutional;

[TestClass]
public sealed class MulticlassConvolutionalWorkout : EstimatorWorkout<ConvolutionalNetworkTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Label"];

    protected override DataViewType WrongType => DateTimeDataViewType.Instance; // a label may be a text

    protected override IEstimator<ConvolutionalNetworkTransformer> CreateEstimator(MLContext ml) =>
        ml.MulticlassClassification.Trainers.ConvolutionalNetwork(Options("Label"));

    protected override IDataView CreateData(MLContext ml) => Blobs.WithKeys(ml);

    /// <summary>
    /// A network for the eight numbers of a blob as a picture of 2×4, with a part of every kind that training treats differently.
    /// </summary>
    internal static ConvolutionalNetworkOptions Options(string label) => new()
    {
        LabelColumnName = label,
        Height = 2,
        Width = 4,
        Layers =
        [
            new ConvolutionLayer(4, 3) { Padding = ConvolutionPadding.Same },
            new BatchNormalizationLayer(),
            new ActivationLayer(Activation.ReLU),
            new AuxiliaryHead { Filters = 2, Units = 4, Name = "head" },
            new PoolingLayer(PoolingKind.Maximum, 2),
            new ResidualBlock(4),
            new InceptionBlock(1, 1, 1, 1, 1, 1),
            new DropoutLayer(0.1),
        ],
        Augmentation = new PictureAugmentation { CropPadding = 1, Brightness = 0.1, Noise = 0.01, MixUp = 0.2 },
        Training = new TrainingOptions { Epochs = 2, BatchSize = 16 },
    };
}

[TestClass]
public sealed class BinaryConvolutionalWorkout : EstimatorWorkout<ConvolutionalNetworkTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "IsFirst"];

    protected override IEstimator<ConvolutionalNetworkTransformer> CreateEstimator(MLContext ml) =>
        ml.BinaryClassification.Trainers.ConvolutionalNetwork(MulticlassConvolutionalWorkout.Options("IsFirst"));

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}

[TestClass]
public sealed class RegressionConvolutionalWorkout : EstimatorWorkout<ConvolutionalNetworkTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Features", "Number"];

    protected override IEstimator<ConvolutionalNetworkTransformer> CreateEstimator(MLContext ml) =>
        ml.Regression.Trainers.ConvolutionalNetwork(MulticlassConvolutionalWorkout.Options("Number"));

    protected override IDataView CreateData(MLContext ml) => Blobs.Create(ml);
}
