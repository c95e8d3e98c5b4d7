using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public static class LearningPipelineExtensions
{
    public static CompositeLoaderEstimator<TSource, TTrans> Append<TSource, TTrans>(
        this IDataLoaderEstimator<TSource, IDataLoader<TSource>> start, IEstimator<TTrans> estimator)
        where TTrans : class, ITransformer
    {
        Contracts.CheckValue(null, start, nameof(start));
        Contracts.CheckValue(null, estimator, nameof(estimator));
        return new CompositeLoaderEstimator<TSource, ITransformer>(start).Append(estimator);
    }

    public static CompositeLoaderEstimator<TSource, TTrans> Append<TSource, TTrans>(this IDataLoader<TSource> start, IEstimator<TTrans> estimator)
        where TTrans : class, ITransformer
    {
        Contracts.CheckValue(null, start, nameof(start));
        Contracts.CheckValue(null, estimator, nameof(estimator));
        return new TrivialLoaderEstimator<TSource, IDataLoader<TSource>>(start).Append(estimator);
    }

    public static EstimatorChain<TTrans> Append<TTrans>(this IEstimator<ITransformer> start, IEstimator<TTrans> estimator,
        TransformerScope scope = TransformerScope.Everything)
        where TTrans : class, ITransformer
    {
        Contracts.CheckValue(null, start, nameof(start));
        Contracts.CheckValue(null, estimator, nameof(estimator));
        return start is EstimatorChain<ITransformer> chain
            ? chain.Append(estimator, scope)
            : new EstimatorChain<ITransformer>().Append(start).Append(estimator, scope);
    }

    public static EstimatorChain<TTrans> AppendCacheCheckpoint<TTrans>(this IEstimator<TTrans> start, IHostEnvironment env)
        where TTrans : class, ITransformer
    {
        Contracts.CheckValue(null, start, nameof(start));
        return new EstimatorChain<ITransformer>().Append(start).AppendCacheCheckpoint(env);
    }

    public static CompositeDataLoader<TSource, TTrans> Append<TSource, TTrans>(this IDataLoader<TSource> loader, TTrans transformer)
        where TTrans : class, ITransformer
    {
        Contracts.CheckValue(null, loader, nameof(loader));
        Contracts.CheckValue(null, transformer, nameof(transformer));
        return new CompositeDataLoader<TSource, ITransformer>(loader).AppendTransformer(transformer);
    }

    public static TransformerChain<TTrans> Append<TTrans>(this ITransformer start, TTrans transformer)
        where TTrans : class, ITransformer
    {
        Contracts.CheckValue(null, start, nameof(start));
        Contracts.CheckValue(null, transformer, nameof(transformer));
        return start is TransformerChain<ITransformer> chain ? chain.Append(transformer) : new TransformerChain<TTrans>(start, transformer);
    }

    public static IEstimator<TTransformer> WithOnFitDelegate<TTransformer>(this IEstimator<TTransformer> estimator, Action<TTransformer> onFit)
        where TTransformer : class, ITransformer
    {
        Contracts.CheckValue(null, estimator, nameof(estimator));
        Contracts.CheckValue(null, onFit, nameof(onFit));
        return new OnFitEstimator<TTransformer>(estimator, onFit);
    }

    private sealed class OnFitEstimator<TTransformer> : IEstimator<TTransformer> where TTransformer : class, ITransformer
    {
        private readonly IEstimator<TTransformer> _estimator;
        private readonly Action<TTransformer> _onFit;

        public OnFitEstimator(IEstimator<TTransformer> estimator, Action<TTransformer> onFit)
        {
            _estimator = estimator;
            _onFit = onFit;
        }

        public TTransformer Fit(IDataView input)
        {
            var transformer = _estimator.Fit(input);
            _onFit(transformer);
            return transformer;
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _estimator.GetOutputSchema(inputSchema);
    }
}
