using System.Text;

namespace Microsoft.ML.Data;

/// <summary>Puts the slots of one column of the current row into a text row.</summary>
internal abstract class TextColumnSource
{
    public static TextColumnSource Create(DataViewRow row, DataViewSchema.Column column, char separator)
    {
        var format = TextSlotFormat.Create(column.Type.GetItemType(), separator);
        var open = column.Type is VectorDataViewType ? typeof(Vector<>) : typeof(Scalar<>);
        return (TextColumnSource)Activator.CreateInstance(open.MakeGenericType(column.Type.GetItemType().RawType), row, column, format);
    }

    public abstract void AddTo(TextRow row);

    private static string DefaultText<T>(Action<T, StringBuilder> format)
    {
        var text = new StringBuilder();
        format(default, text);
        return text.ToString();
    }

    private sealed class Scalar<T>(DataViewRow row, DataViewSchema.Column column, Action<T, StringBuilder> format) : TextColumnSource
    {
        private readonly ValueGetter<T> _getter = row.GetGetter<T>(column);
        private readonly string _default = DefaultText(format);
        private T _value;

        public override void AddTo(TextRow target)
        {
            _getter(ref _value);
            target.BeginColumn(1, _default);
            target.Add(0, _value, format);
        }
    }

    private sealed class Vector<T>(DataViewRow row, DataViewSchema.Column column, Action<T, StringBuilder> format) : TextColumnSource
    {
        private readonly ValueGetter<VBuffer<T>> _getter = row.GetGetter<VBuffer<T>>(column);
        private readonly string _default = DefaultText(format);
        private VBuffer<T> _value;

        public override void AddTo(TextRow target)
        {
            _getter(ref _value);
            target.BeginColumn(_value.Length, _default);
            var values = _value.GetValues();
            var indices = _value.GetIndices();
            for (var i = 0; i < values.Length; i++)
                target.Add(indices.IsEmpty ? i : indices[i], values[i], format);
        }
    }
}
