using DeepML;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// The same binary classifier with another threshold, as ML.NET's own <c>ChangeModelThreshold</c>, which takes ML.NET's models
    /// only. Both have the same weights, which last until both are disposed.
    /// </summary>
    /// <typeparam name="TTransformer">The fitted classifier.</typeparam>
    /// <param name="catalog">The binary classification catalog.</param>
    /// <param name="model">The classifier; it stays as it is.</param>
    /// <param name="threshold">
    /// The Score above which PredictedLabel is true, finite: the default of a fitted model is 0. For a probability p it is ln(p / (1 -
    /// p)).
    /// </param>
    /// <returns>A model that differs in PredictedLabel only; the threshold is saved with it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not a finite number.</exception>
    /// <exception cref="ArgumentException">The model is no binary classifier.</exception>
    public static TTransformer ChangeModelThreshold<TTransformer>(
        this BinaryClassificationCatalog catalog, TTransformer model, float threshold)
        where TTransformer : PredictionTransformer
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(model);
        if (!float.IsFinite(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be a finite number.");
        return (TTransformer?)model.WithThreshold(threshold)
            ?? throw new ArgumentException(
                $"The model is trained for {model.Head.Name}; only a binary classifier has a threshold.", nameof(model));
    }
}
