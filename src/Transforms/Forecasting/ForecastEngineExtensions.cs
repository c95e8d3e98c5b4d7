using DeepML;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Makes engines that forecast row by row.</summary>
public static class ForecastEngineExtensions
{
    /// <summary>Makes an engine that takes in observations one by one and forecasts from its own copy of the model's state.</summary>
    /// <typeparam name="TSrc">An observation: the columns of training, by name.</typeparam>
    /// <typeparam name="TDst">A forecast: the forecast and bound columns as <c>float[]</c>, by name.</typeparam>
    /// <param name="transformer">A forecaster, or a chain that holds exactly one among row-to-row transformers.</param>
    /// <param name="env">The <c>MLContext</c>.</param>
    /// <param name="ignoreMissingColumns">Whether members of <typeparamref name="TDst"/> without a column keep their value instead of
    /// being refused.</param>
    /// <exception cref="ArgumentException">The transformer holds no forecaster, more than one, or another that is not a row-to-row
    /// mapper.</exception>
    public static RecurrentForecastEngine<TSrc, TDst> CreateForecastEngine<TSrc, TDst>(
        this ITransformer transformer, IHostEnvironment env, bool ignoreMissingColumns = false)
        where TSrc : class
        where TDst : class, new()
    {
        ArgumentNullException.ThrowIfNull(transformer);
        ArgumentNullException.ThrowIfNull(env);
        return new RecurrentForecastEngine<TSrc, TDst>(transformer, env, ignoreMissingColumns);
    }
}
