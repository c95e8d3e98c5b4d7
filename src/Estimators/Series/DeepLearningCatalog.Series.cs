using DeepML;
using DeepML.Data;

namespace Microsoft.ML;

public static partial class DeepLearningCatalog
{
    /// <summary>Brings rows of many metrics, which come at any time and in any order, onto one clock.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="timeColumnName">Name of the column with the times of the rows: DateTime or DateTimeOffset.</param>
    /// <param name="every">A step of the clock; above 0.</param>
    /// <param name="aggregate">What becomes of the values in a step; booleans are yes if one is.</param>
    /// <param name="seriesColumnName">
    /// Name of the column that tells which series a row belongs to, text or a key; null for one series.
    /// </param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static AlignSeriesEstimator AlignSeries(
        this TransformsCatalog catalog, string timeColumnName, TimeSpan every, SeriesAggregate aggregate = SeriesAggregate.Mean,
        string? seriesColumnName = null) => catalog.AlignSeries(new AlignSeriesOptions
        {
            TimeColumnName = timeColumnName,
            Every = every,
            Aggregate = aggregate,
            SeriesColumnName = seriesColumnName,
        });

    /// <inheritdoc cref="AlignSeries(TransformsCatalog, string, TimeSpan, SeriesAggregate, string?)"/>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="options">The clock, and what is brought onto it.</param>
    public static AlignSeriesEstimator AlignSeries(this TransformsCatalog catalog, AlignSeriesOptions options)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new AlignSeriesEstimator(CatalogAccess.EnvironmentOf(catalog), options);
    }

    /// <summary>Fills missing values of evenly spaced rows, and marks what was filled.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the filled column: a float, or a vector of float.</param>
    /// <param name="inputColumnName">Name of the column with gaps (NaN); null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="options">How; null for straight lines over gaps of up to 12 rows.</param>
    /// <param name="seriesColumnName">
    /// Name of the column that tells which series a row belongs to, text or a key; null for one series.
    /// </param>
    /// <param name="timeColumnName">Name of the column with times, by which lines are drawn; null draws them by rows.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static SeriesEstimator FillGaps(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, GapFilling? options = null,
        string? seriesColumnName = null, string? timeColumnName = null) =>
        Series(catalog, outputColumnName, inputColumnName, options ?? new GapFilling(), seriesColumnName, timeColumnName);

    /// <summary>Makes rates of counters that only count up; resets and wrap-arounds are recognised.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of rates: a float, or a vector of float.</param>
    /// <param name="inputColumnName">Name of the column of counters; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="options">How; null for the growth from row to row.</param>
    /// <param name="seriesColumnName">
    /// Name of the column that tells which series a row belongs to, text or a key; null for one series.
    /// </param>
    /// <param name="timeColumnName">Name of the column with times, needed for <see cref="CounterDifferences.Per"/>.</param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static SeriesEstimator DifferenceCounters(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, CounterDifferences? options = null,
        string? seriesColumnName = null, string? timeColumnName = null) =>
        Series(catalog, outputColumnName, inputColumnName, options ?? new CounterDifferences(), seriesColumnName, timeColumnName);

    /// <summary>Scales numbers by what they are in their own series.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the scaled column: a float, or a vector of float.</param>
    /// <param name="inputColumnName">Name of the column of numbers; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="method">By smallest and largest, mean and deviation, or median and quartiles.</param>
    /// <param name="seriesColumnName">
    /// Name of the column that tells which series a row belongs to, text or a key; null for one series.
    /// </param>
    /// <exception cref="ArgumentException">The method is none that there is.</exception>
    public static SeriesEstimator ScaleBySeries(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null,
        SeriesScalingMethod method = SeriesScalingMethod.Standard, string? seriesColumnName = null) =>
        Series(catalog, outputColumnName, inputColumnName, new SeriesScaling { Method = method }, seriesColumnName);

    /// <summary>The value of an earlier row of the series: a(t) = u(t − by).</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of earlier values: a float, or a vector of float.</param>
    /// <param name="inputColumnName">Name of the column of values; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="by">How many rows earlier; at least 1.</param>
    /// <param name="initial">What stands in the first rows of a series, a(0) for a lag of 1; NaN is missing.</param>
    /// <param name="seriesColumnName">
    /// Name of the column that tells which series a row belongs to, text or a key; null for one series.
    /// </param>
    /// <exception cref="ArgumentException">Numbers are out of range; every one is named with its value and range.</exception>
    public static SeriesEstimator Lag(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, int by = 1, double initial = double.NaN,
        string? seriesColumnName = null) =>
        Series(catalog, outputColumnName, inputColumnName, new SeriesLag { By = by, Initial = initial }, seriesColumnName);

    /// <summary>Mean, deviation, smallest, largest and slope of the latest rows of the series.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of statistics: a vector of float whose slots have names.</param>
    /// <param name="inputColumnName">Name of the column of values; null takes <paramref name="outputColumnName"/>.</param>
    /// <param name="options">Which, and of how many rows; null for all of 12 rows.</param>
    /// <param name="seriesColumnName">
    /// Name of the column that tells which series a row belongs to, text or a key; null for one series.
    /// </param>
    /// <exception cref="ArgumentException">Options are out of range; every one is named with its value and range.</exception>
    public static SeriesEstimator RollingStatistics(
        this TransformsCatalog catalog, string outputColumnName, string? inputColumnName = null, RollingStatistics? options = null,
        string? seriesColumnName = null) =>
        Series(catalog, outputColumnName, inputColumnName, options ?? new RollingStatistics(), seriesColumnName);

    /// <summary>
    /// Windows over the rows of the series with what follows each: 1 to 7 with a length of 3 are [1, 2, 3] → 4, [2, 3, 4] → 5, …
    /// </summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of windows: a vector of float.</param>
    /// <param name="targetColumnName">Name of the column with what follows; null for none, with a horizon of 0.</param>
    /// <param name="inputColumnName">Name of the column of values.</param>
    /// <param name="length">Rows of a window; at least 1.</param>
    /// <param name="horizon">Rows that follow it; at least 0.</param>
    /// <param name="step">Rows from the begin of a window to that of the next; at least 1.</param>
    /// <param name="seriesColumnName">
    /// Name of the column that tells which series a row belongs to, text or a key; null for one series.
    /// </param>
    /// <exception cref="ArgumentException">Numbers are out of range; every one is named with its value and range.</exception>
    public static SeriesEstimator SlidingWindows(
        this TransformsCatalog catalog, string outputColumnName, string? targetColumnName, string inputColumnName, int length,
        int horizon = 1, int step = 1, string? seriesColumnName = null) =>
        catalog.SlidingWindows(
            outputColumnName, inputColumnName,
            new SlidingWindows { Length = length, Horizon = horizon, Step = step, TargetColumnName = targetColumnName }, seriesColumnName);

    /// <inheritdoc cref="SlidingWindows(TransformsCatalog, string, string?, string, int, int, int, string?)"/>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the column of windows: a vector of float.</param>
    /// <param name="inputColumnName">Name of the column of values.</param>
    /// <param name="options">The windows, and what follows them.</param>
    /// <param name="seriesColumnName">
    /// Name of the column that tells which series a row belongs to, text or a key; null for one series.
    /// </param>
    public static SeriesEstimator SlidingWindows(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, SlidingWindows options,
        string? seriesColumnName = null) => Series(catalog, outputColumnName, inputColumnName, options, seriesColumnName);

    /// <summary>Labels rows that a fault follows within some rows.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the label: a boolean.</param>
    /// <param name="faultColumnName">Name of the column of faults: a boolean, or a number above 0 in a fault.</param>
    /// <param name="horizon">How many rows ahead a fault counts; at least 1.</param>
    /// <param name="weightColumnName">
    /// Name of a column with 0 for rows from which a warning cannot be learned (within a fault, or too near to the end), 1 for others; null
    /// adds none.
    /// </param>
    /// <param name="seriesColumnName">
    /// Name of the column that tells which series a row belongs to, text or a key; null for one series.
    /// </param>
    /// <exception cref="ArgumentException">Numbers are out of range; every one is named with its value and range.</exception>
    public static SeriesEstimator LabelFaultsAhead(
        this TransformsCatalog catalog, string outputColumnName, string faultColumnName, int horizon, string? weightColumnName = null,
        string? seriesColumnName = null) => Series(
            catalog, outputColumnName, faultColumnName, new FaultsAhead { Horizon = horizon, WeightColumnName = weightColumnName },
            seriesColumnName);

    /// <summary>Labels rows with their remaining life: the rows until the next fault.</summary>
    /// <param name="catalog">The transform's catalog.</param>
    /// <param name="outputColumnName">Name of the label: a float, 0 in a fault.</param>
    /// <param name="faultColumnName">Name of the column of faults: a boolean, or a number above 0 in a fault.</param>
    /// <param name="limit">The longest life that is told apart, and the label of longer ones; at least 1.</param>
    /// <param name="censoredColumnName">
    /// Name of a column of booleans, true where the series ends before a fault, so that the label is only the least that the life can be;
    /// null adds none.
    /// </param>
    /// <param name="seriesColumnName">
    /// Name of the column that tells which series a row belongs to, text or a key; null for one series.
    /// </param>
    /// <exception cref="ArgumentException">Numbers are out of range; every one is named with its value and range.</exception>
    public static SeriesEstimator LabelRemainingLife(
        this TransformsCatalog catalog, string outputColumnName, string faultColumnName, int limit, string? censoredColumnName = null,
        string? seriesColumnName = null) => Series(
            catalog, outputColumnName, faultColumnName, new RemainingLife { Limit = limit, CensoredColumnName = censoredColumnName },
            seriesColumnName);

    private static SeriesEstimator Series(
        TransformsCatalog catalog, string output, string? input, SeriesOperation operation, string? series, string? time = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return new SeriesEstimator(CatalogAccess.EnvironmentOf(catalog), output, input, operation, series, time);
    }
}
