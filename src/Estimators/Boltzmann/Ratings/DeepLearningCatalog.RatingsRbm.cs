using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Trains a recommender from ratings: what else may a user like?</summary>
    /// <param name="catalog">The trainers' catalog.</param>
    /// <param name="ratingColumnName">
    /// Name of the rating: a float on an even scale, such as 1 to 5 or half stars, unless the options say otherwise.
    /// </param>
    /// <param name="userColumnName">Name of the user: a key of uint.</param>
    /// <param name="itemColumnName">Name of the item: a key of uint.</param>
    /// <param name="options">Units and training; null takes the defaults.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static RatingsRbmEstimator RatingsRbm(
        this RegressionCatalog.RegressionTrainers catalog, string ratingColumnName, string userColumnName, string itemColumnName,
        RatingsRbmOptions? options = null) =>
        new(CatalogAccess.EnvironmentOf(catalog), ratingColumnName, userColumnName, itemColumnName, options ?? new RatingsRbmOptions());
}
