using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms.Tests.Archives;

/// <content>What takes more than a few lines, and rows that only some kinds read.</content>
internal static partial class GoldenModels
{
    // What networks of -1 and 1 store; they are asked for the features as they are.
    private static IDataView Signs(MLContext ml, IDataView data) => ml.Transforms.CustomMapping<Bits, Bits>(
        (row, signs) => signs.Features = Array.ConvertAll(row.Features, x => x > 0.5 ? 1f : -1), contractName: null).Fit(data)
        .Transform(data);

    private static ConvolutionalNetworkTransformer Convolutional(MLContext ml, IDataView data) =>
        ml.MulticlassClassification.Trainers.ConvolutionalNetwork(new ConvolutionalNetworkOptions
        {
            Height = 2,
            Width = 4,
            Layers =
            [
                new ConvolutionLayer(2, 3) { Padding = ConvolutionPadding.Same }, new BatchNormalizationLayer(),
                new ActivationLayer(Activation.ReLU),
                new ResidualBlock(2), new InceptionBlock(1, 1, 1, 1, 1, 1), new PoolingLayer(PoolingKind.Maximum, 2), new FlattenLayer(),
                new DenseLayer(3),
            ],
            Training = Brief,
        }).Fit(data);

    private static WordPieceTransformer WordPieces(MLContext ml, IDataView data)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(path, ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "b", "bc", "c", "d", "##b", "##bc", "##c", "##dd"]);
            return ml.Transforms.TokenizeWithWordPiece(
                "Pieces", "Text", new TokenizeWithWordPieceOptions { VocabularyFile = path, MaximumLength = 6 }).Fit(data);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private sealed class Following
    {
        [KeyType(3)]
        public uint[] Next { get; set; } = [];
    }

    private sealed class Numbered
    {
        public float[] Numbers { get; set; } = [];
    }

    private sealed class Bits
    {
        [VectorType(8)]
        public float[] Features { get; set; } = [];
    }
}
