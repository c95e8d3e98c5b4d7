using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// Values to keys, then keys to vectors.
public sealed class OneHotEncodingEstimator : IEstimator<OneHotEncodingTransformer>
{
    private readonly IHost _host;
    private readonly IEstimator<ITransformer> _steps;

    internal OneHotEncodingEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, OutputKind outputKind,
        int maximumNumberOfKeys, ValueToKeyMappingEstimator.KeyOrdinality keyOrdinality, IDataView keyData)
    {
        Contracts.CheckValue(null, env, nameof(env));
        _host = env.Register(nameof(OneHotEncodingEstimator));
        var keys = new ValueToKeyMappingEstimator(_host, columns, maximumNumberOfKeys, keyOrdinality, true, keyData);
        var inPlace = Array.ConvertAll(columns, pair => (pair.outputColumnName, pair.outputColumnName));
        _steps = outputKind switch
        {
            OutputKind.Key => new EstimatorChain<ITransformer>().Append(keys),
            OutputKind.Binary => keys.Append(new KeyToBinaryVectorMappingEstimator(_host, inPlace)),
            OutputKind.Indicator or OutputKind.Bag => keys.Append(new KeyToVectorMappingEstimator(_host, inPlace, outputKind == OutputKind.Bag)),
            _ => throw _host.ExceptUserArg(nameof(outputKind), $"Unknown output kind {outputKind}"),
        };
    }

    public enum OutputKind : byte
    {
        Bag = 1,
        Indicator = 2,
        Key = 3,
        Binary = 4,
    }

    public OneHotEncodingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new OneHotEncodingTransformer(_steps.Fit(input));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _steps.GetOutputSchema(inputSchema);
}
