using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataOperationsCatalog
{
    private const int DefaultSplitSeed = 42;

    public TrainTestData TrainTestSplit(IDataView data, double testFraction = 0.1, string samplingKeyColumnName = null, int? seed = null)
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckParam(0 < testFraction && testFraction < 1, nameof(testFraction), "The fraction has to be above 0 and below 1");
        var part = Splitter(data, samplingKeyColumnName, seed);
        var test = new ValueRange(0, testFraction);
        return new TrainTestData(part(test with { Complement = true }), part(test));
    }

    public IReadOnlyList<TrainTestData> CrossValidationSplit(IDataView data, int numberOfFolds = 5, string samplingKeyColumnName = null, int? seed = null)
    {
        _env.CheckValue(data, nameof(data));
        _env.CheckParam(numberOfFolds > 1, nameof(numberOfFolds), "There have to be at least two folds");
        var part = Splitter(data, samplingKeyColumnName, seed);
        return Enumerable.Range(0, numberOfFolds).Select(fold =>
        {
            var test = new ValueRange((double)fold / numberOfFolds, (double)(fold + 1) / numberOfFolds, IncludesUpper: true);
            return new TrainTestData(part(test with { Complement = true }), part(test));
        }).ToArray();
    }

    public IDataView FilterRowsByColumn(IDataView input, string columnName, double lowerBound = double.NegativeInfinity, double upperBound = double.PositiveInfinity)
    {
        var column = FilterColumn(input, columnName);
        if (column.Type is not NumberDataViewType || column.Type.RawType != typeof(float) && column.Type.RawType != typeof(double))
            throw _env.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, "Single or Double", column.Type.ToString());
        return InRange(input, column, lowerBound, upperBound);
    }

    public IDataView FilterRowsByKeyColumnFraction(IDataView input, string columnName, double lowerBound = 0, double upperBound = 1)
    {
        var column = FilterColumn(input, columnName);
        if (column.Type is not KeyDataViewType)
            throw _env.ExceptSchemaMismatch(nameof(columnName), "filter", columnName, "a known cardinality key", column.Type.ToString());
        return InRange(input, column, lowerBound, upperBound);
    }

    public IDataView FilterRowsByMissingValues(IDataView input, params string[] columns)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(columns is { Length: > 0 }, nameof(columns), "At least one column is needed");
        var found = Array.ConvertAll(columns, name =>
        {
            var column = input.Schema.GetColumnOrNull(name) ?? throw _env.ExceptSchemaMismatch(nameof(columns), "filter", name);
            return RowPredicates.CanBeMissing(column.Type) ? column
                : throw _env.ExceptSchemaMismatch(nameof(columns), "filter", name, "Single, Double, a key, or a vector of these", column.Type.ToString());
        });
        return new FilterView(_env, input, found, RowPredicates.HasNoMissing(found));
    }

    public IDataView SkipRows(IDataView input, long count)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(count > 0, nameof(count), "The number of rows has to be positive");
        return new RangeView(_env, input, count, long.MaxValue);
    }

    public IDataView TakeRows(IDataView input, long count)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(count > 0, nameof(count), "The number of rows has to be positive");
        return new RangeView(_env, input, 0, count);
    }

    public IDataView ShuffleRows(IDataView input, int? seed = null, int shufflePoolSize = 1000, bool shuffleSource = true)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckUserArg(shufflePoolSize > 0, nameof(shufflePoolSize), "The pool has to hold at least one row");
        return new ShuffleView(_env, input, seed, shufflePoolSize, shuffleSource);
    }

    public IDataView BootstrapSample(IDataView input, int? seed = null, bool complement = false)
    {
        _env.CheckValue(input, nameof(input));
        return new BootstrapView(_env, input, seed, complement);
    }

    public IDataView Cache(IDataView input, params string[] columnsToPrefetch)
    {
        _env.CheckValue(input, nameof(input));
        return new CacheView(_env, input, columnsToPrefetch);
    }

    private Func<ValueRange, IDataView> Splitter(IDataView data, string samplingKeyColumnName, int? seed)
    {
        // Without any seed the split is still the same every time.
        var start = (uint)(seed ?? (_env as IHostEnvironmentInternal)?.Seed ?? DefaultSplitSeed);
        return samplingKeyColumnName is null
            ? range => new FilterView(_env, data, [], RowPredicates.DrawnInRange(start, range), serial: true)
            : SamplingKey.Splitter(_env, data, samplingKeyColumnName, start);
    }

    private DataViewSchema.Column FilterColumn(IDataView input, string columnName)
    {
        _env.CheckValue(input, nameof(input));
        _env.CheckNonEmpty(columnName, nameof(columnName));
        return input.Schema.GetColumnOrNull(columnName) ?? throw _env.ExceptSchemaMismatch(nameof(columnName), "filter", columnName);
    }

    private FilterView InRange(IDataView input, DataViewSchema.Column column, double lowerBound, double upperBound)
    {
        _env.CheckParam(lowerBound < upperBound, nameof(lowerBound), "The lower bound has to be below the upper bound");
        return new FilterView(_env, input, [column], RowPredicates.InRange(column, new ValueRange(lowerBound, upperBound)));
    }
}
