using System.Globalization;
using System.Text;

namespace Microsoft.ML.Data;

/// <summary>One row of text: the slots that differ from their column's default, and how many slots each column has.</summary>
internal sealed class TextRow(char separator)
{
    // What stands for the items of a sparse part without any, such as 0:0 and a separator.
    private const int EmptySparseItem = 4;

    private readonly record struct Item(int Slot, int Start, int Length);

    private readonly record struct ColumnSpan(int Start, int Count, string Default);

    private readonly List<Item> _items = [];
    private readonly List<ColumnSpan> _columns = [];
    private readonly StringBuilder _slotText = new();
    private readonly StringBuilder _line = new();
    private char[] _text = new char[1024];
    private int _textLength;
    private int _slots;
    private bool _separatorDue;

    public void Clear()
    {
        _items.Clear();
        _columns.Clear();
        _textLength = 0;
        _slots = 0;
    }

    public void BeginColumn(int slots, string defaultText)
    {
        _columns.Add(new ColumnSpan(_slots, slots, defaultText));
        _slots += slots;
    }

    public void Add<T>(int slot, T value, Action<T, StringBuilder> format)
    {
        var column = _columns[^1];
        _slotText.Clear();
        format(value, _slotText);
        var length = _slotText.Length;
        if (_slotText.Equals(column.Default))
            return;
        if (_text.Length - _textLength < length)
            Array.Resize(ref _text, Math.Max(2 * _text.Length, _textLength + length));
        _slotText.CopyTo(0, _text, _textLength, length);
        _items.Add(new Item(column.Start + slot, _textLength, length));
        _textLength += length;
    }

    public void WriteTo(TextWriter writer, bool forceDense)
    {
        var split = forceDense ? _slots : SparseFrom();
        _line.Clear();
        _separatorDue = false;
        var item = 0;
        var column = 0;
        for (var slot = 0; slot < split; slot++)
        {
            Separate();
            while (slot >= _columns[column].Start + _columns[column].Count)
                column++;
            if (item < _items.Count && _items[item].Slot == slot)
                AppendText(_items[item++]);
            else
                _line.Append(_columns[column].Default);
        }

        if (split < _slots)
            AppendSparse(split, item);
        writer.Write(_line);
        writer.WriteLine();
    }

    private void AppendSparse(int split, int item)
    {
        Separate();
        _line.Append(_slots - split);
        if (item == _items.Count)
        {
            // A sparse part is recognised by its first item, so there must be one.
            Separate();
            _line.Append("0:").Append(_columns.First(c => c.Start + c.Count > split).Default);
        }

        for (; item < _items.Count; item++)
        {
            Separate();
            _line.Append(_items[item].Slot - split).Append(':');
            AppendText(_items[item]);
        }
    }

    /// <summary>The slot from which writing sparsely saves most, if it takes less than half of the dense text; the number of slots if not.</summary>
    private int SparseFrom()
    {
        var best = _slots;
        var bestSaving = 0;
        var dense = 0;
        var sparseItems = 0;
        var end = _slots;
        for (var i = _items.Count - 1; i >= -1; i--)
        {
            var from = i < 0 ? 0 : _items[i].Slot + 1;
            dense += DefaultCost(from, end);
            var items = sparseItems > 0 ? sparseItems : EmptySparseItem;
            var sparse = Digits(_slots - from) + 1 + items;
            if (from < _slots && dense >= 2 * sparse && dense - sparse > bestSaving)
            {
                best = from;
                bestSaving = dense - sparse;
            }

            if (i < 0)
                break;
            dense += _items[i].Length + 1;
            sparseItems += _items[i].Length + 2 + Digits(_items[i].Slot);
            end = _items[i].Slot;
        }

        return best;
    }

    private int DefaultCost(int from, int to)
    {
        var cost = 0;
        for (var c = _columns.Count - 1; c >= 0 && _columns[c].Start + _columns[c].Count > from; c--)
        {
            var column = _columns[c];
            var slots = Math.Min(to, column.Start + column.Count) - Math.Max(from, column.Start);
            cost += Math.Max(0, slots) * (column.Default.Length + 1);
        }

        return cost;
    }

    private static int Digits(int number) => number < 10 ? 1 : number.ToString(CultureInfo.InvariantCulture).Length;

    private void Separate()
    {
        if (_separatorDue)
            _line.Append(separator);
        _separatorDue = true;
    }

    private void AppendText(Item item) => _line.Append(_text, item.Start, item.Length);
}
