using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Keeps the features that a trainer can least do without, by training it again and again with fewer.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of features that are kept: a vector of float.</param>
    /// <param name="inputColumnName">
    /// Name of the column of all features, a vector of float, which the trainer must read; null takes <paramref name="outputColumnName"/>.
    /// </param>
    /// <param name="labelColumnName">Name of the label that the trainer reads: a key, a boolean or a float.</param>
    /// <param name="trainer">Any trainer of ML.NET or of this library, or a chain that ends with one.</param>
    /// <param name="count">How many features are kept; at least 1, below the number of all.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static EliminationEstimator SelectByElimination(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, string labelColumnName,
        IEstimator<ITransformer> trainer, int count, EliminationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new EliminationEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, labelColumnName, trainer, count,
            options ?? new EliminationOptions());
    }

    /// <summary>Keeps the features that tell most about the label, each by itself (<see cref="Information.Gain"/>).</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of features that are kept: a vector of float.</param>
    /// <param name="inputColumnName">Name of the column of all features; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="labelColumnName">Name of the label: a key, text, boolean or float.</param>
    /// <param name="count">How many features are kept; at least 1, below the number of all.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static InformationGainEstimator SelectByInformationGain(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName, string labelColumnName, int count,
        InformationGainOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new InformationGainEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, inputColumnName, labelColumnName, count,
            options ?? new InformationGainOptions());
    }
}
