using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// What every row and cursor of the library says about a wrong column or a wrong type, and getters by run-time type.
internal static class RowExtensions
{
    public static void CheckActive(this IExceptionContext ctx, bool active, DataViewSchema.Column column)
    {
        if (!active)
            throw ctx.ExceptParam(nameof(column), $"Column '{column.Name}' is not active");
    }

    public static ValueGetter<TValue> CastGetter<TValue>(this IExceptionContext ctx, Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue>
        ?? throw ctx.Except($"Invalid TValue in GetGetter for column '{column.Name}': '{typeof(TValue)}', expected type: '{column.Type.RawType}'");

    /// The column's getter as a delegate of its raw type.
    public static Delegate GetGetterOf(this DataViewRow row, DataViewSchema.Column column) => GetterFactory.Of(column.Type.RawType).Get(row, column);

    private abstract class GetterFactory
    {
        private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, GetterFactory> Known = new();

        public static GetterFactory Of(Type rawType) =>
            Known.GetOrAdd(rawType, t => (GetterFactory)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(t)));

        public abstract Delegate Get(DataViewRow row, DataViewSchema.Column column);

        private sealed class Typed<T> : GetterFactory
        {
            public override Delegate Get(DataViewRow row, DataViewSchema.Column column) => row.GetGetter<T>(column);
        }
    }
}
