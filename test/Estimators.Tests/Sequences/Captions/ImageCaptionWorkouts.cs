using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Estimators.Tests.RecurrentSequences;

[TestClass]
public sealed class ImageCaptionWorkout : EstimatorWorkout<ImageCaptionTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Pixels", "Sentence"];

    protected override IEstimator<ImageCaptionTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.CaptionImage("Caption", "Pixels", options: new ImageCaptionOptions
        {
            Layers =
            [
                new ConvolutionLayer(4, 3) { Padding = ConvolutionPadding.Same }, new BatchNormalizationLayer(),
                new ActivationLayer(Activation.ReLU), new PoolingLayer(PoolingKind.Maximum, 2),
            ],
            Encoder = new TransformerEncoder { HiddenSize = 8, HeadCount = 2, Dropout = 0.1 },
            EmbeddingSize = 4,
            TeacherForcing = 0.8,
            BeamWidth = 2,
            Training = Sequences.Quick(6),
        });

    protected override IDataView CreateData(MLContext ml) => Drawings.Create(ml);
}

[TestClass]
public sealed class RecurrentImageCaptionWorkout : EstimatorWorkout<ImageCaptionTransformer>
{
    protected override IReadOnlyList<string> NeededColumns => ["Pixels", "Sentence"];

    protected override IEstimator<ImageCaptionTransformer> CreateEstimator(MLContext ml) =>
        ml.Transforms.CaptionImage("Caption", "Pixels", options: new ImageCaptionOptions
        {
            Layers = [new ConvolutionLayer(4, 3) { Stride = 2 }, new ActivationLayer(Activation.Tanh)],
            Encoder = new GruEncoder { HiddenSize = 6 },
            EmbeddingSize = 4,
            Training = Sequences.Quick(6),
        });

    protected override IDataView CreateData(MLContext ml) => Drawings.Create(ml);
}
