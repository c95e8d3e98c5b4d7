using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Onnx;

/// <summary>Writes what a layer of a fitted network makes of rows.</summary>
internal static class OnnxFeatures
{
    /// <summary>Writes a network as far as a layer.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="features">The layer's features.</param>
    /// <param name="withLengths">Whether lengths of sequences are inputs.</param>
    /// <exception cref="NotSupportedException">The network is of a kind that is not known.</exception>
    public static void Write(OnnxGraph graph, OnnxRows rows, NetworkFeaturesTransformer features, bool withLengths)
    {
        var (column, layer) = (features.Inputs[0], features.LayerNames.ToList().IndexOf(features.LayerName));
        var sequences = new OnnxSequences(graph, withLengths);
        var value = features.Network switch
        {
            MultilayerPerceptronNetwork network => OnnxPerceptron.Write(graph, rows, network, column, layer),
            AutoencoderNetwork network => OnnxAutoencoder.WriteLayer(graph, rows, network, column, layer),
            ConvolutionalNetwork network => graph.Node(
                "Flatten", [OnnxPictures.Write(graph, rows, network, (ImageInput)column, layer)], ("axis", 1L)),
            MultitaskNetwork network => OnnxCombined.WriteLayer(graph, rows, network, column, layer, withLengths),
            PrototypeNetwork network => OnnxEmbedding.WritePrototypes(graph, rows, network, column, withLengths, layer),
            RecurrentSequenceNetwork network => sequences.Write(rows, network, (SequenceInput)column, layer),
            RecurrentTaggingNetwork network => sequences.WriteMean(rows, network, (SequenceInput)column),
            DeepBeliefNetwork network => OnnxBoltzmann.Upwards(graph, rows, network, column.Name, layer + 1),
            UnrolledDeepBeliefNetwork network => OnnxBoltzmann.Write(graph, rows, network, column, layer),
            var other => throw new NotSupportedException($"its network, a {other.GetName()}, is of a kind that has no form in the format"),
        };
        rows.Numbers(((Transforms.NetworkFeaturesDescription)features.Description).OutputColumn, value, features.FeatureCount);
    }
}
