using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>Digits with another picture beside each, and what they show.</summary>
internal static class DigitPairs
{
    public const int Side = 28;

    private const int TestRows = 2000;

    /// <summary>8,000 digits to learn from and 2,000 to measure on, in an order of the seed's; null without MNIST's files.</summary>
    public static (MnistRows.DigitImage[] Train, MnistRows.DigitImage[] Test)? Split(int seed)
    {
        if (!MnistRows.Exist)
        {
            Console.Error.WriteLine("images: left out, MNIST's files are not there.");
            return null;
        }
        var rows = MnistRows.Read(seed);
        return (rows[TestRows..], rows[..TestRows]);
    }

    /// <summary>A view with "Given", "Wanted" and "Digit".</summary>
    public static IDataView View(
        MLContext ml, IEnumerable<MnistRows.DigitImage> rows, Func<float[], float[]> given, Func<float[], float[]>? wanted = null) =>
        ml.Data.LoadFromEnumerable(rows.Select(row => new DigitPair
        {
            Given = given(row.Features),
            Wanted = wanted?.Invoke(row.Features) ?? row.Features,
            Digit = row.Digit,
        }).ToArray());

    /// <summary>Share of pictures of a column in which a LeNet-5 sees the digit that they are to show.</summary>
    /// <param name="ml">Context.</param>
    /// <param name="judge">The LeNet-5.</param>
    /// <param name="made">The pictures.</param>
    /// <param name="column">Their column.</param>
    /// <param name="shown">What the judge is shown of each; null for the picture itself.</param>
    public static double Judged(
        MLContext ml, ConvolutionalNetworkTransformer judge, IDataView made, string column, Func<float[], float[]>? shown = null)
    {
        var asked = ml.Data.LoadFromEnumerable(made.GetColumn<float[]>(column).Zip(
            made.GetColumn<uint>("Digit"), // keys of a view count from 1, those of members from 0
            (picture, digit) => new DigitPair { Wanted = shown?.Invoke(picture) ?? picture, Digit = digit - 1 }).ToArray());
        return PredictionReport.Of(judge.Transform(asked), "Digit").TopKAccuracy(1);
    }

    /// <summary>A LeNet-5 that has seen the training digits, or what was made of them.</summary>
    public static ConvolutionalNetworkTransformer Judge(
        MLContext ml, IEnumerable<MnistRows.DigitImage> rows, Func<float[], float[]>? wanted = null) =>
        ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            LabelColumnName = "Digit",
            FeatureColumnName = "Wanted",
            Network = ConvolutionalNetworkKind.LeNet5,
            ChannelMeans = [0.1307f], // of MNIST, whose pixels the tanh units want around 0
            ChannelDeviations = [0.3081f],
            Training = new TrainingOptions { Epochs = 10, BatchSize = 64, LearningRate = 2e-3, Schedule = new CosineSchedule() },
        }).Fit(View(ml, rows, picture => picture, wanted));

    internal sealed class DigitPair
    {
        [VectorType(1, Side, Side)]
        public float[] Given { get; set; } = new float[Side * Side];

        [VectorType(1, Side, Side)]
        public float[] Wanted { get; set; } = new float[Side * Side];

        [KeyType(10)]
        public uint Digit { get; set; }
    }
}
