using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Data;

/// <summary>A single number per row: a regression target, a yes/no label or a class.</summary>
internal sealed class ScalarInput : SizedColumn
{
    private readonly Kind _kind;
    private readonly bool _keepMissing;

    private ScalarInput(string name, string role, Kind kind, bool keepMissing = true) : base(name, role)
    {
        _kind = kind;
        _keepMissing = keepMissing;
    }

    private enum Kind
    {
        Number,
        Boolean,
        Class,
    }

    /// <summary>A float.</summary>
    public static ScalarInput Number(string name, string role) => new(name, role, Kind.Number);

    /// <summary>A boolean as 0 or 1.</summary>
    public static ScalarInput Boolean(string name, string role) => new(name, role, Kind.Boolean);

    /// <summary>A key as a class: ML.NET's 1-based key minus 1; a missing key is -1.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="role">The word errors use for it.</param>
    /// <param name="keepMissing">Whether rows with a missing key are kept.</param>
    public static ScalarInput Class(string name, string role, bool keepMissing = false) => new(name, role, Kind.Class, keepMissing);

    /// <inheritdoc/>
    public override int Width => 1;

    /// <inheritdoc/>
    public override long[] RowShape => [];

    /// <inheritdoc/>
    public override ScalarType TensorType => _kind == Kind.Class ? ScalarType.Int64 : ScalarType.Float32;

    /// <inheritdoc/>
    public override string ExpectedType => ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape => _kind switch { Kind.Number => "Single", Kind.Boolean => "Boolean", _ => "Key<UInt32>" };

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => _kind switch
    {
        Kind.Number => type.Equals(NumberDataViewType.Single),
        Kind.Boolean => type.Equals(BooleanDataViewType.Instance),
        _ => type is KeyDataViewType && type.RawType == typeof(uint),
    };

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Scalar && SchemaShapes.Describe(column) == ExpectedShape;

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) => _kind switch
    {
        Kind.Number => SchemaRemedies.ToNumber(column),
        Kind.Boolean => SchemaRemedies.ToBoolean(column),
        _ => SchemaRemedies.ToKey(column),
    };

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column)
    {
        switch (_kind)
        {
            case Kind.Number:
                var number = row.GetGetter<float>(column);
                return (block, at) =>
                {
                    number(ref block.Row<float>(at)[0]);
                    return true;
                };
            case Kind.Boolean:
                var boolean = row.GetGetter<bool>(column);
                return (block, at) =>
                {
                    var value = false;
                    boolean(ref value);
                    block.Row<float>(at)[0] = value ? 1 : 0;
                    return true;
                };
            default:
                var key = row.GetGetter<uint>(column);
                return (block, at) =>
                {
                    var value = 0u;
                    key(ref value);
                    block.Row<long>(at)[0] = (long)value - 1; // ML.NET keys start at 1 (0 = missing), torch classes at 0
                    return value > 0 || _keepMissing;
                };
        }
    }
}
