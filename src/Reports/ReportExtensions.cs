using DeepML;
using DeepML.Reports;

namespace Microsoft.ML;

/// <summary>Makes reports of fitted models.</summary>
public static class ReportExtensions
{
    /// <summary>
    /// A page on a fitted model: for each network of this library in it the course of its training, what it chose by itself, the simple
    /// methods beside it, its weights and settings; and, where rows are given, how it does on them: confusion of classes and calibration,
    /// predicted against right numbers, forecasts against what came, reconstructions, generated rows beside their nearest real ones.
    /// </summary>
    /// <param name="model">A fitted network, or a chain with at least one in it.</param>
    /// <param name="data">
    /// Rows as the model reads them, best such that it has not learned from; null for a report on the training alone.
    /// </param>
    /// <param name="options">What is shown; null for the defaults.</param>
    /// <returns>The page, to save or to show.</returns>
    /// <exception cref="ArgumentException">There is no network of this library in the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An option is out of range, or the rows lack a column that the model reads.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public static ModelReport Report(this ITransformer model, IDataView? data = null, ReportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new ReportOptions();
        options.Check();
        return new ReportBuilder(options).Build(model, data);
    }

    /// <summary>Writes the page of <see cref="Report(ITransformer, IDataView?, ReportOptions?)"/> into a file.</summary>
    /// <param name="model">A fitted network, or a chain with at least one in it.</param>
    /// <param name="path">The file, such as "report.html"; its folder is made if needed.</param>
    /// <param name="data">Rows as the model reads them; null for a report on the training alone.</param>
    /// <param name="options">What is shown; null for the defaults.</param>
    /// <returns>The page.</returns>
    /// <exception cref="ArgumentException">There is no network of this library in the model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An option is out of range, or the rows lack a column that the model reads.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public static ModelReport Report(this ITransformer model, string path, IDataView? data = null, ReportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var report = model.Report(data, options);
        report.Save(path);
        return report;
    }
}
