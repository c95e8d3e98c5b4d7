namespace Microsoft.ML.Data;

internal static class MissingValues
{
    /// NaN for reals, the default of every other type.
    public static T Of<T>() =>
        typeof(T) == typeof(float) ? (T)(object)float.NaN : typeof(T) == typeof(double) ? (T)(object)double.NaN : default;

    /// Reals have NaN, keys have 0; nothing else can be missing.
    public static bool CanBeMissing(DataViewType itemType) => itemType is KeyDataViewType || IsReal(itemType);

    public static bool IsReal(DataViewType itemType) => itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double;

    /// The wording of both transforms for a type that has no missing value.
    public static string Refusal(string columnName, DataViewType type) =>
        $"Column '{columnName}' of type '{type}' has no missing value: only Single, Double and key types, and vectors of them, can have missing values";
}
