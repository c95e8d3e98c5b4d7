using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers.Solvers;

namespace Microsoft.ML.Transforms;

public sealed class PrincipalComponentAnalyzer : IEstimator<PrincipalComponentAnalysisTransformer>
{
    private readonly IHost _host;
    private readonly (string outputColumnName, string inputColumnName) _columns;
    private readonly string _weightColumnName;
    private readonly int _rank;
    private readonly int _overSampling;
    private readonly bool _ensureZeroMean;
    private readonly int? _seed;

    internal PrincipalComponentAnalyzer(IHostEnvironment env, string outputColumnName, string inputColumnName, string exampleWeightColumnName,
        int rank, int overSampling, bool ensureZeroMean, int? seed)
    {
        Contracts.CheckValue(null, env, nameof(env));
        _host = env.Register(nameof(PrincipalComponentAnalyzer));
        _host.CheckNonEmpty(outputColumnName, nameof(outputColumnName));
        _host.CheckParam(overSampling >= 0, nameof(overSampling), "Oversampling must be non-negative.");
        _host.CheckParam(rank > 0, nameof(rank), "Rank must be positive.");
        _columns = (outputColumnName, inputColumnName ?? outputColumnName);
        _weightColumnName = exampleWeightColumnName;
        _rank = rank;
        _overSampling = overSampling;
        _ensureZeroMean = ensureZeroMean;
        _seed = seed;
    }

    public PrincipalComponentAnalysisTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        var column = input.Schema.GetColumnOrNull(_columns.inputColumnName) ?? throw _host.ExceptSchemaMismatch("inputSchema", "input", _columns.inputColumnName);
        PrincipalComponentAnalysisTransformer.CheckType(_host, column);
        var size = column.Type.GetVectorSize();
        _host.CheckParam(_rank <= size, "Rank", "Rank must be positive, and at most the dimension of untransformed data");
        var rows = Read(input, column, size);
        if (rows.Count == 0 || rows.TotalWeight <= 0)
            throw _host.Except($"Empty data in column '{column.Name}'");
        var random = _seed is { } seed ? new Random(seed) : _host.Rand;
        var (mean, components) = RandomizedPrincipalComponents.Find(rows, _rank, _overSampling, _ensureZeroMean, random);
        var offsets = Array.ConvertAll(components, component => _ensureZeroMean ? (float)Vectors.Dot(component, mean) : 0);
        return new PrincipalComponentAnalysisTransformer(_host, [_columns], size, Array.ConvertAll(components, component => Array.ConvertAll(component, v => (float)v)), offsets);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        inputSchema.Find(_host, _columns.inputColumnName, c => c.Kind == SchemaShape.Column.VectorKind.Vector && c.ItemType == NumberDataViewType.Single,
            PrincipalComponentAnalysisTransformer.ExpectedType);
        return inputSchema.With(new SchemaShape.Column(_columns.outputColumnName, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false));
    }

    private TrainingSet Read(IDataView input, DataViewSchema.Column column, int size)
    {
        List<DataViewSchema.Column> needed = [column];
        if (_weightColumnName is not null)
        {
            var weight = input.Schema.GetColumnOrNull(_weightColumnName) ?? throw _host.Except($"Weight column '{_weightColumnName}' does not exist.");
            _host.CheckParam(weight.Type == NumberDataViewType.Single, "exampleWeightColumnName", "The weight column must be of type Single");
            needed.Add(weight);
        }
        using var cursor = input.GetRowCursor(needed);
        var features = cursor.GetGetter<VBuffer<float>>(column);
        var weights = _weightColumnName is null ? null : cursor.GetGetter<float>(needed[1]);
        var rows = new TrainingSet(size);
        var buffer = default(VBuffer<float>);
        var current = 1f;
        while (cursor.MoveNext())
        {
            _host.CheckAlive();
            features(ref buffer);
            weights?.Invoke(ref current);
            _host.Check(buffer.Length == size, $"Expected {size} slots but got {buffer.Length}");
            var row = new float[size];
            buffer.CopyTo(row);
            if (Array.TrueForAll(row, float.IsFinite) && current > 0)
                rows.Add(row, 0, current);
        }
        return rows;
    }
}
