using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Trains a network to find masked keys of sequences, words of sentences for example, without any label; what it has understood of a
    /// sequence becomes its features, and classifiers, taggers and regressors with few labels start from it.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the features: a vector of float, for each sequence or for each key.</param>
    /// <param name="inputColumnName">Name of the sequences: vectors of keys; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="options">Architecture and training; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static MaskedTokenModelEstimator MaskedTokenModel(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, MaskedTokenModelOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new MaskedTokenModelEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options ?? new MaskedTokenModelOptions());
    }

    /// <summary>Makes keys of texts by the vocabulary of a BERT: words, and parts of words where a word is not in it.</summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the keys: a vector with the words and parts as values.</param>
    /// <param name="inputColumnName">Name of the texts; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="options">The vocabulary.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static WordPieceEstimator TokenizeWithWordPiece(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, TokenizeWithWordPieceOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new WordPieceEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }

    /// <summary>
    /// Adds what a BERT, learned elsewhere, understands of sequences of keys as features; it says what a hidden key may be too.
    /// </summary>
    /// <param name="catalog">The transforms' catalog.</param>
    /// <param name="outputColumnName">Name of the features: a vector of float, for each sequence or for each key.</param>
    /// <param name="inputColumnName">
    /// Name of the sequences: vectors of keys by the vocabulary of the weights; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="options">The files.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static BertFeaturesEstimator BertFeatures(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, BertFeaturesOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(options);
        return new BertFeaturesEstimator(CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, options);
    }
}
