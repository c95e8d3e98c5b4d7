using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// The simple method beside networks that hear: softmax regression on the mean of a sound's frames, which knows no order, and not which
/// frames are noise.
/// </summary>
internal sealed class MeanFrames
{
    private MeanFrames()
    {
    }

    public string Said { get; set; } = "";

    public float[] Features { get; set; } = [];

    /// <summary>Its accuracy.</summary>
    /// <param name="ml">The context.</param>
    /// <param name="train">Sounds to learn from: what is "Said", and the frames.</param>
    /// <param name="test">Sounds to be told.</param>
    /// <param name="frames">Name of the frames, whose size is the last dimension of their type.</param>
    public static double Accuracy(MLContext ml, IDataView train, IDataView test, string frames)
    {
        var pipeline = ml.Transforms.Conversion.MapValueToKey("Label", nameof(Said))
            .Append(ml.Transforms.NormalizeMeanVariance(nameof(Features)))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy());
        var model = pipeline.Fit(Of(ml, train, frames));
        return ml.MulticlassClassification.Evaluate(model.Transform(Of(ml, test, frames))).MicroAccuracy;
    }

    private static IDataView Of(MLContext ml, IDataView sounds, string frames)
    {
        var size = ((VectorDataViewType)sounds.Schema[frames].Type).Dimensions[^1];
        var schema = SchemaDefinition.Create(typeof(MeanFrames));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, size);
        return ml.Data.LoadFromEnumerable(
            sounds.GetColumn<float[]>(frames).Zip(sounds.GetColumn<string>(nameof(Said)), (steps, said) => new MeanFrames
            {
                Said = said,
                Features = [.. Enumerable.Range(0, size).Select(i => steps.Chunk(size).Average(step => step[i]))],
            }).ToArray(), schema);
    }
}
