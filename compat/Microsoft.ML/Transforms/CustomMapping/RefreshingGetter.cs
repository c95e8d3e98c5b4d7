namespace Microsoft.ML.Transforms;

/// A getter that first sees to it that the row is up to date.
internal abstract class RefreshingGetter
{
    public static Delegate Of(Delegate getter, Type rawType, Action refresh) =>
        ((RefreshingGetter)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(rawType))).Wrap(getter, refresh);

    protected abstract Delegate Wrap(Delegate getter, Action refresh);

    private sealed class Typed<T> : RefreshingGetter
    {
        protected override Delegate Wrap(Delegate getter, Action refresh)
        {
            var inner = (ValueGetter<T>)getter;
            return (ValueGetter<T>)((ref T value) =>
            {
                refresh();
                inner(ref value);
            });
        }
    }
}
