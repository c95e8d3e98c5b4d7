using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingEstimator<TSrc, TDst> : TrivialEstimator<CustomMappingTransformer<TSrc, TDst>>
    where TSrc : class, new()
    where TDst : class, new()
{
    internal CustomMappingEstimator(IHostEnvironment env, Action<TSrc, TDst> mapAction, string contractName,
        SchemaDefinition inputSchemaDefinition, SchemaDefinition outputSchemaDefinition)
        : base(env.Register("CustomMappingEstimator"), new CustomMappingTransformer<TSrc, TDst>(env, mapAction, contractName, inputSchemaDefinition, outputSchemaDefinition))
    {
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        foreach (var member in Transformer.BindInput())
        {
            var column = inputSchema.Find(Host, member.ColumnName);
            SchemaShape.Describe(member.Type, out var kind, out var itemType, out var isKey);
            // A member without a declared size takes vectors of every size.
            var kindFits = kind == column.Kind || kind == SchemaShape.Column.VectorKind.VariableVector && column.Kind == SchemaShape.Column.VectorKind.Vector;
            if (!kindFits || !itemType.Equals(column.ItemType) || isKey != column.IsKey)
                throw Host.ExceptSchemaMismatch(nameof(inputSchema), "input", member.ColumnName, member.Type.ToString(), column.GetTypeString());
        }
        return inputSchema.With([.. SchemaShape.Create(Transformer.AddedSchema)]);
    }
}
