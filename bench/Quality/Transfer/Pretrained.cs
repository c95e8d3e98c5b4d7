using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Drawn discs, squares and triangles, five labelled ones of each: what the ResNet-18 of Microsoft.ML.DnnImageFeaturizer sees in them,
/// given to a linear model, over the small network from scratch. Five draws of pictures.
/// </summary>
internal sealed class Pretrained : IQualityTask
{
    private const int Classes = 3;
    private const int PerClass = 5;
    private const int Tested = 300;
    private const int Times = 4; // larger than drawn: the network knows pictures of 224×224

    public string Name => "pretrained";

    public IEnumerable<(string Name, double Value)> Run()
    {
        const int draws = 5;
        double scratch = 0, features = 0, tuned = 0;
        for (var draw = 1; draw <= draws; draw++)
        {
            var (known, tested) = Draw(draw);
            scratch += FromScratch(draw, known, tested) / draws;
            features += FromFeatures(draw, known, tested) / draws;
        }
        yield return ("pretrained.shapes.scratch", scratch);
        yield return ("pretrained.shapes.features", features);
        yield return ("pretrained.shapes.gain", features - scratch);
        for (var draw = 1; draw <= 2; draw++)
        {
            var (known, tested) = Draw(draw);
            tuned += Tuned(draw, known, tested[..150]) / 2;
        }
        yield return ("pretrained.shapes.tuned", tuned);
    }

    private static (Row[] Known, Row[] Tested) Draw(int draw)
    {
        Row[] rows = [.. ColouredShapes.Draw(new Random(draw), (Classes * PerClass) + Tested)
            .Select((shape, i) => new Row { Small = shape.Picture, Large = Larger(shape.Picture), Label = (uint)(i % Classes) })];
        return (rows[..(Classes * PerClass)], rows[(Classes * PerClass)..]);
    }

    private static double FromScratch(int draw, Row[] known, Row[] tested)
    {
        var ml = new MLContext(draw);
        using var model = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            FeatureColumnName = "Small",
            Augmentation = new PictureAugmentation { CropPadding = 2, FlipHorizontally = true, Rotation = 10, Zoom = 0.1 },
            Training = new TrainingOptions { Epochs = 200, BatchSize = Classes * PerClass },
        }).Fit(ml.Data.LoadFromEnumerable(known));
        return Accuracy(ml, model.Transform(ml.Data.LoadFromEnumerable(tested)));
    }

    private static double FromFeatures(int draw, Row[] known, Row[] tested)
    {
        var ml = new MLContext(draw);
        var chain = ml.Transforms.ConvolutionalFeatures("Deep", "Large", Backbone.Features() with { Network = Sized(Backbone.Network) })
            .Append(ml.Transforms.NormalizeMeanVariance("Deep"))
            .AppendCacheCheckpoint(ml)
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Deep", l1Regularization: 0));
        return Accuracy(ml, chain.Fit(ml.Data.LoadFromEnumerable(known)).Transform(ml.Data.LoadFromEnumerable(tested)));
    }

    private static double Tuned(int draw, Row[] known, Row[] tested)
    {
        var ml = new MLContext(draw);
        using var model = ml.MulticlassClassification.Trainers.ConvolutionalNetwork(Sized(Backbone.Transfer()) with
        {
            FeatureColumnName = "Large",
            Augmentation = new PictureAugmentation { CropPadding = 8, FlipHorizontally = true, Rotation = 10, Zoom = 0.1 },
            Training = new TrainingOptions { Epochs = 20, BatchSize = Classes * PerClass },
        }).Fit(ml.Data.LoadFromEnumerable(known));
        return Accuracy(ml, model.Transform(ml.Data.LoadFromEnumerable(tested)));
    }

    private static PretrainedBackbone Backbone => PretrainedBackbone.FromPackage();

    private static ConvolutionalNetworkOptions Sized(ConvolutionalNetworkOptions options) =>
        options with { Height = Times * ColouredShapes.Side, Width = Times * ColouredShapes.Side };

    private static double Accuracy(MLContext ml, IDataView scored) => ml.MulticlassClassification.Evaluate(scored).MicroAccuracy;

    private static float[] Larger(float[] picture)
    {
        const int side = ColouredShapes.Side, large = Times * side;
        var result = new float[3 * large * large];
        for (var i = 0; i < result.Length; i++)
        {
            var (channel, y, x) = (i / (large * large), i / large % large, i % large);
            result[i] = picture[(channel * side * side) + (y / Times * side) + (x / Times)];
        }
        return result;
    }

    private sealed class Row
    {
        [VectorType(3, ColouredShapes.Side, ColouredShapes.Side)]
        public float[] Small { get; set; } = [];

        [VectorType(3, Times * ColouredShapes.Side, Times * ColouredShapes.Side)]
        public float[] Large { get; set; } = [];

        [KeyType(Classes)]
        public uint Label { get; set; }
    }
}
