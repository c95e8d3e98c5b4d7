using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ColumnSelectingEstimator : TrivialEstimator<ColumnSelectingTransformer>
{
    private readonly string[] _names;
    private readonly bool _isDrop;

    internal ColumnSelectingEstimator(IHostEnvironment env, string[] names, bool isDrop, bool keepHidden)
        : base(Contracts.CheckRef(env, nameof(env)).Register(nameof(ColumnSelectingEstimator)), new ColumnSelectingTransformer(env, names, isDrop, keepHidden))
    {
        _names = names;
        _isDrop = isDrop;
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        var found = Array.ConvertAll(_names, name => inputSchema.Find(Host, name));
        return new SchemaShape(_isDrop ? inputSchema.Where(c => !_names.Contains(c.Name)) : found);
    }
}
