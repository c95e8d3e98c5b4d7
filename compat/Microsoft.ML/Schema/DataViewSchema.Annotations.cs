using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    public sealed class Annotations
    {
        private readonly Delegate[] _getters;

        private Annotations(DataViewSchema schema, Delegate[] getters)
        {
            Schema = schema;
            _getters = getters;
        }

        public static Annotations Empty { get; } = new(new DataViewSchema([]), []);

        public DataViewSchema Schema { get; }

        public ValueGetter<TValue> GetGetter<TValue>(Column column)
        {
            if ((uint)column.Index >= (uint)_getters.Length)
                throw new ArgumentOutOfRangeException(nameof(column), $"There is no annotation '{column.Name}'");
            return _getters[column.Index] as ValueGetter<TValue>
                ?? throw Contracts.Except(null, $"Invalid TValue: '{typeof(TValue)}' of annotation '{column.Name}'; expected type: '{Schema[column.Index].Type.RawType}'");
        }

        public void GetValue<TValue>(string kind, ref TValue value)
        {
            var column = Schema.GetColumnOrNull(kind) ?? throw Contracts.Except(null, $"There is no annotation '{kind}'");
            GetGetter<TValue>(column)(ref value);
        }

        public override string ToString() => string.Join(", ", Schema.Select(c => c.Name));

        internal Delegate GetterOf(int index) => _getters[index];

        public sealed class Builder
        {
            private readonly List<DetachedColumn> _columns = [];
            private readonly List<Delegate> _values = [];

            public void Add(Annotations annotations, Func<string, bool> selector)
            {
                Contracts.CheckValue(null, selector, nameof(selector));
                if (annotations is null)
                    return;
                foreach (var column in annotations.Schema)
                    if (selector(column.Name))
                        AddChecked(column.Name, column.Type, annotations._getters[column.Index], column.Annotations);
            }

            public void Add<TValue>(string name, DataViewType type, ValueGetter<TValue> getter, Annotations annotations = null)
            {
                Contracts.CheckNonEmptyName(name, nameof(name));
                Contracts.CheckValue(null, type, nameof(type));
                Contracts.CheckValue(null, getter, nameof(getter));
                if (type.RawType != typeof(TValue))
                    throw new ArgumentException($"The getter's type {typeof(TValue)} is not the raw type {type.RawType}", nameof(type));
                AddChecked(name, type, getter, annotations);
            }

            public void Add(string name, DataViewType type, Delegate getter, Annotations annotations = null)
            {
                Contracts.CheckNonEmptyName(name, nameof(name));
                Contracts.CheckValue(null, type, nameof(type));
                Contracts.CheckValue(null, getter, nameof(getter));
                if (getter.GetType() != typeof(ValueGetter<>).MakeGenericType(type.RawType))
                    throw new ArgumentException($"The getter's type {getter.GetType()} does not fit the raw type {type.RawType}", nameof(getter));
                AddChecked(name, type, getter, annotations);
            }

            public void AddPrimitiveValue<TValue>(string name, PrimitiveDataViewType type, TValue value, Annotations annotations = null)
            {
                Contracts.CheckNonEmptyName(name, nameof(name));
                Contracts.CheckValue(null, type, nameof(type));
                if (type.RawType != typeof(TValue))
                    throw new ArgumentException($"The value's type {typeof(TValue)} is not the raw type {type.RawType}", nameof(type));
                AddChecked(name, type, (ValueGetter<TValue>)((ref TValue destination) => destination = value), annotations);
            }

            public Annotations ToAnnotations() => _columns.Count == 0 ? Empty : new(new DataViewSchema(_columns), [.. _values]);

            private void AddChecked(string name, DataViewType type, Delegate getter, Annotations annotations)
            {
                _columns.Add(new DetachedColumn(name, type, annotations));
                _values.Add(getter);
            }
        }
    }
}
