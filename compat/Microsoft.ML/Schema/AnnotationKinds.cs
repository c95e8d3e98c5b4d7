using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// Names of the annotations that the library itself writes or reads, and short ways to make and read them.
internal static class AnnotationKinds
{
    public const string SlotNames = "SlotNames";
    public const string KeyValues = "KeyValues";
    public const string ScoreColumnSetId = "ScoreColumnSetId";
    public const string ScoreColumnKind = "ScoreColumnKind";
    public const string ScoreValueKind = "ScoreValueKind";
    public const string TrainingLabelValues = "TrainingLabelValues";
    public const string IsNormalized = "IsNormalized";
    public const string CategoricalSlotRanges = "CategoricalSlotRanges";
    public const string IsUserVisible = "IsUserVisible";

    /// The type of a SlotNames annotation of so many slots.
    public static VectorDataViewType NamesType(int count) => new(TextDataViewType.Instance, count);

    /// Adds SlotNames; the getter receives a dense copy of the names each time.
    public static void AddSlotNames(this DataViewSchema.Annotations.Builder builder, ReadOnlyMemory<char>[] names) =>
        builder.Add(SlotNames, NamesType(names.Length), GetterOf(names));

    public static void AddKeyValues<T>(this DataViewSchema.Annotations.Builder builder, PrimitiveDataViewType itemType, T[] values) =>
        builder.Add(KeyValues, new VectorDataViewType(itemType, values.Length), GetterOf(values));

    public static void AddIsNormalized(this DataViewSchema.Annotations.Builder builder) =>
        builder.AddPrimitiveValue(IsNormalized, BooleanDataViewType.Instance, true);

    /// A getter that copies the values into the caller's buffer.
    public static ValueGetter<VBuffer<T>> GetterOf<T>(T[] values) =>
        (ref VBuffer<T> destination) => VBuffer<T>.Copy(values, 0, ref destination, values.Length);

    public static bool TryGetColumn(this DataViewSchema.Annotations annotations, string kind, out DataViewSchema.Column column)
    {
        var found = annotations.Schema.GetColumnOrNull(kind);
        column = found ?? default;
        return found.HasValue;
    }

    /// The slot names as text, or null when the column has none of the right size.
    public static ReadOnlyMemory<char>[] SlotNamesOrNull(this DataViewSchema.Column column)
    {
        if (!column.HasSlotNames())
            return null;
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetSlotNames(ref names);
        var dense = new ReadOnlyMemory<char>[names.Length];
        names.CopyTo(dense);
        return dense;
    }
}
