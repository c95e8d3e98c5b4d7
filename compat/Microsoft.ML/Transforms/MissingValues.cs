namespace Microsoft.ML.Data;

internal static class MissingValues
{
    /// NaN for reals, the default of every other type.
    public static T Of<T>() =>
        typeof(T) == typeof(float) ? (T)(object)float.NaN : typeof(T) == typeof(double) ? (T)(object)double.NaN : default;

    /// Reals have NaN, keys have 0; nothing else can be missing.
    public static bool CanBeMissing(DataViewType itemType) =>
        itemType is KeyDataViewType || itemType == NumberDataViewType.Single || itemType == NumberDataViewType.Double;
}
