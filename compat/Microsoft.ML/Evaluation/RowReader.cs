using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Evaluation;

/// <summary>One pass over some columns of a view. Ask for the values first, then move: the cursor is opened by the first move.</summary>
internal sealed class RowReader : IDisposable
{
    private readonly IDataView _data;
    private readonly List<DataViewSchema.Column> _needed = [];
    private readonly List<Action<DataViewRow>> _bindings = [];
    private DataViewRowCursor _cursor;

    public RowReader(IDataView data)
    {
        Contracts.CheckValue(null, data, nameof(data));
        _data = data;
    }

    /// <summary>The columns that an evaluator is told to use. Its error names column and role in swapped places, as ML.NET's does.</summary>
    public DataViewSchema.Column[] Columns(params (string Name, string Role)[] wanted)
    {
        foreach (var (name, role) in wanted)
            Contracts.CheckNonEmpty(null, name, char.ToLowerInvariant(role[0]) + role[1..]);
        return wanted.Select(w => _data.Schema.GetColumnOrNull(w.Name) ?? throw Contracts.ExceptSchemaMismatch(null, "schema", w.Name, w.Role)).ToArray();
    }

    public static void CheckType(DataViewSchema.Column column, string role, bool isFit, string expected)
    {
        if (!isFit)
            throw Contracts.ExceptSchemaMismatch(null, "schema", role, column.Name, expected, column.Type.ToString());
    }

    public static bool IsKnownSizeSingleVector(DataViewType type) => type is VectorDataViewType { IsKnownSize: true, ItemType: NumberDataViewType { RawType: var raw } } && raw == typeof(float);

    /// <summary>The texts of a vector annotation, or null if the column has no such text annotation.</summary>
    public static string[] TextAnnotation(DataViewSchema.Column column, string kind)
    {
        if (column.Annotations.Schema.GetColumnOrNull(kind)?.Type is not VectorDataViewType { ItemType: TextDataViewType })
            return null;
        var texts = default(VBuffer<ReadOnlyMemory<char>>);
        column.Annotations.GetValue(kind, ref texts);
        return texts.DenseValues().Select(text => text.ToString()).ToArray();
    }

    public Func<T> Value<T>(DataViewSchema.Column column)
    {
        ValueGetter<T> getter = null;
        T value = default;
        Bind(column, row => getter = row.GetGetter<T>(column));
        return () =>
        {
            getter(ref value);
            return value;
        };
    }

    /// <summary>A fresh dense copy of the vector each time.</summary>
    public Func<float[]> Vector(DataViewSchema.Column column)
    {
        var get = Value<VBuffer<float>>(column);
        return () =>
        {
            var buffer = get();
            var values = new float[buffer.Length];
            buffer.CopyTo(values);
            return values;
        };
    }

    /// <summary>The label as a number: Boolean 1 or 0, key value k as k - 1, a missing one NaN.</summary>
    public Func<float> Label(DataViewSchema.Column column)
    {
        if (column.Type is KeyDataViewType)
            return KeyLabel(column);
        if (column.Type is BooleanDataViewType)
        {
            var truth = Value<bool>(column);
            return () => truth() ? 1 : 0;
        }
        if (column.Type.RawType == typeof(double))
        {
            var number = Value<double>(column);
            return () => (float)number();
        }
        return Value<float>(column);
    }

    public bool MoveNext()
    {
        if (_cursor is null)
        {
            _cursor = _data.GetRowCursor(_needed);
            foreach (var bind in _bindings)
                bind(_cursor);
        }
        return _cursor.MoveNext();
    }

    public void Dispose() => _cursor?.Dispose();

    private void Bind(DataViewSchema.Column column, Action<DataViewRow> bind)
    {
        _needed.Add(column);
        _bindings.Add(bind);
    }

    private Func<float> KeyLabel(DataViewSchema.Column column)
    {
        Func<ulong> Widen<T>(Func<T, ulong> widen)
        {
            var get = Value<T>(column);
            return () => widen(get());
        }

        var key = Type.GetTypeCode(column.Type.RawType) switch
        {
            TypeCode.Byte => Widen<byte>(k => k),
            TypeCode.UInt16 => Widen<ushort>(k => k),
            TypeCode.UInt32 => Widen<uint>(k => k),
            _ => Widen<ulong>(k => k),
        };
        return () => key() is > 0 and var k ? k - 1 : float.NaN;
    }
}
