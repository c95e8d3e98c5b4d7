using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public static class DebuggerExtensions
{
    public static DataDebuggerPreview Preview(this IDataView data, int maxRows = 100) => new(data, maxRows);

    public static DataDebuggerPreview Preview(this ITransformer transformer, IDataView data, int maxRows = 100)
    {
        Contracts.CheckValue(null, transformer, nameof(transformer));
        Contracts.CheckValue(null, data, nameof(data));
        return new DataDebuggerPreview(transformer.Transform(data), maxRows);
    }

    public static DataDebuggerPreview Preview(this IEstimator<ITransformer> estimator, IDataView data, int maxRows = 100, int maxTrainingRows = 100)
    {
        Contracts.CheckValue(null, estimator, nameof(estimator));
        Contracts.CheckValue(null, data, nameof(data));
        Contracts.CheckParam(null, maxTrainingRows >= 0, nameof(maxTrainingRows), "The number of rows cannot be negative");
        var few = new RangeView(new MLContext(1), data, 0, maxTrainingRows);
        return new DataDebuggerPreview(estimator.Fit(few).Transform(data), maxRows);
    }

    public static DataDebuggerPreview Preview<TSource>(this IDataLoader<TSource> loader, TSource source, int maxRows = 100)
    {
        Contracts.CheckValue(null, loader, nameof(loader));
        return new DataDebuggerPreview(loader.Load(source), maxRows);
    }
}
