using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// Stores rows with their labels, and adds to each row the labels, distances and numbers of those that are nearest to it, and the label
    /// that most of them have.
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">What the names of the added columns begin with: CasesLabels, CasesDistances, CasesRows.</param>
    /// <param name="codeColumnName">
    /// Name of the column by which rows are near each other: a vector of float, such as an autoencoder's code.
    /// </param>
    /// <param name="labelColumnName">Name of the label: a key, a text or a boolean.</param>
    /// <param name="options">How many, and how they are searched; null for the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static NearestCasesEstimator NearestCases(
        this TransformsCatalog catalog, string outputColumnName, string codeColumnName, string labelColumnName = "Label",
        NearestCasesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new NearestCasesEstimator(
            CatalogAccess.EnvironmentOf(catalog), outputColumnName, codeColumnName, labelColumnName, options ?? new NearestCasesOptions());
    }
}
