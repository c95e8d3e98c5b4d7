using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class TypeConvertingEstimator : TrivialEstimator<TypeConvertingTransformer>
{
    private readonly (string outputColumnName, string inputColumnName)[] _columns;
    private readonly DataKind _outputKind;

    internal TypeConvertingEstimator(IHostEnvironment env, (string outputColumnName, string inputColumnName)[] columns, DataKind outputKind)
        : base(env.Register(nameof(TypeConvertingEstimator)), new TypeConvertingTransformer(env, columns, outputKind))
    {
        _columns = columns;
        _outputKind = outputKind;
    }

    public override SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Host.CheckValue(inputSchema, nameof(inputSchema));
        return inputSchema.With(Array.ConvertAll(_columns, pair =>
        {
            var input = inputSchema.Find(Host, pair.inputColumnName);
            var type = PrimitiveTypes.FromKind(_outputKind);
            if (ValueConversions.Find(input.ItemType, type) is null)
                throw Host.ExceptParam(nameof(inputSchema), $"Don't know how to convert '{pair.inputColumnName}' of item type '{input.ItemType}' into {type}");
            // The shape carries the input's annotations and no key, whatever the transformer keeps of them.
            return new SchemaShape.Column(pair.outputColumnName, input.Kind, type, false, input.Annotations);
        }));
    }
}
