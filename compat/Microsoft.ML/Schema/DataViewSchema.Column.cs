using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class DataViewSchema
{
    public readonly struct Column
    {
        private readonly Annotations _annotations;

        internal Column(string name, int index, bool isHidden, DataViewType type, Annotations annotations)
        {
            Name = name;
            Index = index;
            IsHidden = isHidden;
            Type = type;
            _annotations = annotations;
        }

        public string Name { get; }

        public int Index { get; }

        public bool IsHidden { get; }

        public DataViewType Type { get; }

        public Annotations Annotations => _annotations ?? Annotations.Empty;

        public override string ToString()
        {
            var kinds = Annotations.Schema.Count == 0 ? "" : $" {{{string.Join(", ", Annotations.Schema.Select(a => a.Name))}}}";
            return $"{Name}: {Type}{kinds}";
        }
    }

    public readonly struct DetachedColumn
    {
        private readonly Annotations _annotations;

        public DetachedColumn(string name, DataViewType type, Annotations annotations = null)
        {
            if (string.IsNullOrEmpty(name))
                throw new ArgumentNullException(nameof(name));
            Contracts.CheckValue(null, type, nameof(type));
            Name = name;
            Type = type;
            _annotations = annotations;
        }

        public DetachedColumn(Column column)
        {
            Name = column.Name;
            Type = column.Type;
            _annotations = column.Annotations;
        }

        public string Name { get; }

        public DataViewType Type { get; }

        public Annotations Annotations => _annotations ?? Annotations.Empty;
    }

    public sealed class Builder
    {
        private readonly List<DetachedColumn> _columns = [];

        public void AddColumn(string name, DataViewType type, Annotations annotations = null) =>
            _columns.Add(new DetachedColumn(name, type, annotations));

        public void AddColumns(IEnumerable<Column> source)
        {
            Contracts.CheckValue(null, source, nameof(source));
            foreach (var column in source)
                _columns.Add(new DetachedColumn(column));
        }

        public void AddColumns(IEnumerable<DetachedColumn> source)
        {
            Contracts.CheckValue(null, source, nameof(source));
            _columns.AddRange(source);
        }

        public DataViewSchema ToSchema() => new(_columns);
    }
}
