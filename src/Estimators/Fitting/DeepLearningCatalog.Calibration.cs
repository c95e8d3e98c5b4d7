using DeepML;
using DeepML.Transforms;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>
    /// The same classifier with probabilities that are as sure as they may be: its logits are divided by the temperature that has the least
    /// log-loss on rows it has not learned from (Guo et al., ICML 2017). Both have the same weights, which last until both are disposed.
    /// </summary>
    /// <typeparam name="TTransformer">The fitted classifier.</typeparam>
    /// <param name="catalog">The multiclass classification catalog.</param>
    /// <param name="model">The classifier; it stays as it is.</param>
    /// <param name="rows">Rows as the classifier reads them, with the label, best such that it has not learned from.</param>
    /// <param name="labelColumnName">The right classes: a key, or the text of a class.</param>
    /// <returns>
    /// A model that differs in Score only, with the temperature saved with it: see <see cref="PredictionTransformer.Temperature"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The label is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The model has no probabilities.</exception>
    /// <exception cref="InvalidOperationException">No row has both a label and a score.</exception>
    public static TTransformer CalibrateTemperature<TTransformer>(
        this MulticlassClassificationCatalog catalog, TTransformer model, IDataView rows, string labelColumnName = "Label")
        where TTransformer : PredictionTransformer
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return Calibrated(model, rows, labelColumnName);
    }

    /// <summary>
    /// The same classifier with probabilities that are as sure as they may be: its scores are divided by the temperature that has the least
    /// log-loss on rows it has not learned from (Guo et al., ICML 2017). Both have the same weights, which last until both are disposed.
    /// </summary>
    /// <typeparam name="TTransformer">The fitted classifier.</typeparam>
    /// <param name="catalog">The binary classification catalog.</param>
    /// <param name="model">The classifier; it stays as it is.</param>
    /// <param name="rows">Rows as the classifier reads them, with the label, best such that it has not learned from.</param>
    /// <param name="labelColumnName">The right answers: a boolean.</param>
    /// <returns>
    /// A model that differs in Probability only, with the temperature saved with it: see <see cref="PredictionTransformer.Temperature"/>.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The label is missing or of another type.</exception>
    /// <exception cref="ArgumentException">The model has no probabilities.</exception>
    /// <exception cref="InvalidOperationException">No row has both a label and a score.</exception>
    public static TTransformer CalibrateTemperature<TTransformer>(
        this BinaryClassificationCatalog catalog, TTransformer model, IDataView rows, string labelColumnName = "Label")
        where TTransformer : PredictionTransformer
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return Calibrated(model, rows, labelColumnName);
    }

    private static TTransformer Calibrated<TTransformer>(TTransformer model, IDataView rows, string labelColumnName)
        where TTransformer : PredictionTransformer
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(labelColumnName);
        if (model.Temperature is null)
            throw new ArgumentException(
                $"The model is trained for {model.Head.Name}; only a classifier with probabilities can be calibrated.", nameof(model));
        var (logits, classes) = CalibrationRows.Read(model, rows, labelColumnName);
        return (TTransformer)model.WithTemperature(Temperature.Fit(logits, classes))!;
    }
}
