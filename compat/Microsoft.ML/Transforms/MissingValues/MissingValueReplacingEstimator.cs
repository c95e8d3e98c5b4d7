using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    private readonly IHost _host;
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly ReplacementMode _mode;
    private readonly bool _imputeBySlot;

    internal MissingValueReplacingEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, ReplacementMode replacementMode, bool imputeBySlot)
    {
        Contracts.CheckValue(null, env, nameof(env));
        _host = env.Register(nameof(MissingValueReplacingEstimator));
        _host.CheckNonEmpty(columns, nameof(columns));
        foreach (var (output, _) in columns)
            _host.CheckNonEmpty(output, "outputColumnName");
        _columns = columns;
        _mode = replacementMode;
        _imputeBySlot = imputeBySlot;
    }

    public enum ReplacementMode : byte
    {
        DefaultValue = 0,
        Mean = 1,
        Minimum = 2,
        Maximum = 3,
        Mode = 5,
    }

    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        _host.Check(Enum.IsDefined(_mode), $"Undefined replacement mode {_mode}");
        var columns = Array.ConvertAll(_columns, pair =>
        {
            var column = input.Schema.GetColumnOrNull(pair.inputColumnName) ?? throw _host.ExceptSchemaMismatch(nameof(input), "input", pair.inputColumnName);
            MissingValueReplacingTransformer.CheckType(_host, column);
            _host.Check(_mode == ReplacementMode.DefaultValue || column.Type.GetItemType() is NumberDataViewType,
                $"Cannot perform mean imputations on non-numeric '{column.Type.GetItemType()}'");
            return column;
        });
        var imputers = Array.ConvertAll(columns, column => MissingValueImputer.Of(column.Type, _mode, _imputeBySlot));
        if (_mode != ReplacementMode.DefaultValue)
        {
            using var cursor = input.GetRowCursor(columns);
            var readers = imputers.Zip(columns, (imputer, column) => imputer.ReaderOf(cursor, column)).ToArray();
            while (cursor.MoveNext())
            {
                _host.CheckAlive();
                foreach (var read in readers)
                    read();
            }
        }
        return new MissingValueReplacingTransformer(_host, _columns, Array.ConvertAll(imputers, imputer => imputer.Finish()));
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        _host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(_columns, pair =>
        {
            var input = inputSchema.Find(_host, pair.inputColumnName);
            if (!MissingValues.CanBeMissing(input.ItemType))
                throw _host.ExceptParam(nameof(inputSchema), MissingValues.Refusal(pair.inputColumnName, input.ItemType));
            return input.Replaced(pair.outputColumnName, input.Kind, input.ItemType, false,
                input.Annotations.TryFindColumn(AnnotationKinds.IsNormalized, out var normalized) ? [normalized] : []);
        }));
    }
}
