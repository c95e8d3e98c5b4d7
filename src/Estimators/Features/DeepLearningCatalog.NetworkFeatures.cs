using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Takes what a layer of a fitted network makes of each row as features for other trainers, as those of a narrow hidden layer:
    /// bottleneck features.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the features: a vector of float.</param>
    /// <param name="inputColumnName">
    /// Name of the column that is read, of the type and size of the network's own; null for that one, and where the network reads several.
    /// </param>
    /// <param name="model">
    /// A fitted perceptron, autoencoder, deep belief network, convolutional or recurrent network, or tagger of sequences.
    /// </param>
    /// <param name="layerName">
    /// One of the layers: "hidden1", "hidden2" … and "answer"; of an autoencoder also "code" and "reconstruction"; of sequences "steps",
    /// the mean over the steps, "summary" and "answer"; of pictures as <see cref="ConvolutionalNetworkTransformer.LayerNames"/>. Null takes
    /// the code of an autoencoder, the top of a deep belief network, and of others the last layer before the answer.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The network has no layers that can be looked at, or none of this name, or reads several columns.
    /// </exception>
    public static NetworkFeaturesEstimator NetworkFeatures(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, NetworkTransformer model,
        string? layerName = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new NetworkFeaturesEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, model, layerName);
    }
}
