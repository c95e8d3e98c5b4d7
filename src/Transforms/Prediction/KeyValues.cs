using System.Globalization;
using DeepML.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Transforms;

/// <summary>
/// The values behind a label's keys as they were in training. They are saved with the model, because the label is absent when
/// predictions are made, yet a later MapKeyToValue needs them.
/// </summary>
/// <param name="ItemType">Name of the values' type in ML.NET: String, Single, Int32, ...</param>
/// <param name="Texts">The values in key order, as invariant text.</param>
internal sealed record KeyValues(string ItemType, string[] Texts)
{
    /// <summary>Whether the values are text: only then do they name a score's slots.</summary>
    public bool AreText => ItemType == TextDataViewType.Instance.ToString();

    /// <summary>The values behind a key column; null if it has none.</summary>
    public static KeyValues? Of(DataViewSchema.Column column)
    {
        if (KeyTexts.Of(column) is not { } texts)
            return null;
        var type = (VectorDataViewType)column.Annotations.Schema[AnnotationNames.KeyValues].Type;
        return new KeyValues(type.ItemType.ToString()!, texts);
    }

    /// <summary>Adds the values to annotations, under the given kind.</summary>
    public void AddTo(DataViewSchema.Annotations.Builder builder, string kind)
    {
        var itemType = ColumnType.Named(ItemType, "key values");
        builder.Add(kind, new VectorDataViewType(itemType, Texts.Length), RawType.Visit(itemType.RawType, new Parsing(Texts)));
    }

    /// <summary>Checks what a file may say wrongly of them.</summary>
    /// <param name="count">Number of keys.</param>
    /// <exception cref="FormatException">There are others in number, or one is no value of their type.</exception>
    public void Check(int count)
    {
        Sound.Same(Texts.Length, count, "the numbers of keys and of the values behind them");
        AddTo(new DataViewSchema.Annotations.Builder(), AnnotationNames.KeyValues);
    }

    private static TItem Parse<TItem>(string text)
    {
        object value = default(TItem) switch
        {
            ReadOnlyMemory<char> => text.AsMemory(),
            DateTime => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            DateTimeOffset => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
            TimeSpan => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
            _ => Number<TItem>(text),
        };
        return (TItem)value;
    }

    private static object Number<TItem>(string text)
    {
        try
        {
            return Convert.ChangeType(text, typeof(TItem), CultureInfo.InvariantCulture);
        }
        catch (OverflowException e)
        {
            throw new FormatException($"The model's key value '{text}' is no {typeof(TItem).Name}: the file is damaged.", e);
        }
    }

    // A getter of the values.
    private sealed class Parsing(string[] texts) : IRawTypeVisitor<Delegate>
    {
        public Delegate Visit<T>()
        {
            var values = Array.ConvertAll(texts, Parse<T>);
            ValueGetter<VBuffer<T>> getter = (ref VBuffer<T> value) =>
            {
                var editor = VBufferEditor.Create(ref value, values.Length);
                values.CopyTo(editor.Values);
                value = editor.Commit();
            };
            return getter;
        }
    }
}
