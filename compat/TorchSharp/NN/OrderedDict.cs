#nullable disable
using System.Collections;

namespace TorchSharp.Utils;

/// A dictionary that also keeps its entries in the order they were added.
public class OrderedDict<TKey, TValue> : IDictionary<TKey, TValue>, IList<(TKey, TValue)>
{
    readonly List<(TKey, TValue)> _list = [];
    readonly Dictionary<TKey, TValue> _map = [];

    internal List<(TKey Key, TValue Value)> Entries => _list;

    public TValue this[TKey key]
    {
        get => _map[key];
        set
        {
            if (_map.ContainsKey(key)) _list[IndexOf(key)] = (key, value);
            else _list.Add((key, value));
            _map[key] = value;
        }
    }

    public (TKey, TValue) this[int index]
    {
        get => _list[index];
        set
        {
            var (key, v) = value;
            if (_map.ContainsKey(key) && IndexOf(key) != index) throw new ArgumentException($"The key '{key}' is at another place already.");
            _map.Remove(_list[index].Item1);
            _list[index] = value;
            _map[key] = v;
        }
    }

    public ICollection<TKey> Keys => _list.ConvertAll(e => e.Item1);
    public ICollection<TValue> Values => _list.ConvertAll(e => e.Item2);
    public int Count => _list.Count;
    public bool IsReadOnly => false;

    int IndexOf(TKey key) => _list.FindIndex(e => EqualityComparer<TKey>.Default.Equals(e.Item1, key));

    public void Add(TKey key, TValue value)
    {
        _map.Add(key, value);
        _list.Add((key, value));
    }

    public void Add(KeyValuePair<TKey, TValue> item) => Add(item.Key, item.Value);
    public void Add((TKey, TValue) item) => Add(item.Item1, item.Item2);

    public void Clear()
    {
        _list.Clear();
        _map.Clear();
    }

    public void clear() => Clear();
    public bool Contains(KeyValuePair<TKey, TValue> item) => _list.Contains((item.Key, item.Value));
    public bool Contains((TKey, TValue) item) => _list.Contains(item);
    public bool ContainsKey(TKey key) => _map.ContainsKey(key);

    public void CopyTo(KeyValuePair<TKey, TValue>[] array, int arrayIndex)
    {
        foreach (var (key, value) in _list) array[arrayIndex++] = new(key, value);
    }

    public void CopyTo((TKey, TValue)[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);
    public IEnumerator<(TKey, TValue)> GetEnumerator() => _list.GetEnumerator();
    IEnumerator<KeyValuePair<TKey, TValue>> IEnumerable<KeyValuePair<TKey, TValue>>.GetEnumerator() =>
        _list.Select(e => new KeyValuePair<TKey, TValue>(e.Item1, e.Item2)).GetEnumerator();
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    public int IndexOf((TKey, TValue) item) => _list.IndexOf(item);

    public void Insert(int index, (TKey, TValue) item)
    {
        _map.Add(item.Item1, item.Item2);
        _list.Insert(index, item);
    }

    public IEnumerator<(TKey, TValue)> items() => GetEnumerator();
    public IEnumerable<TKey> keys() => Keys;
    public IEnumerable<TValue> values() => Values;

    public bool Remove(TKey key)
    {
        if (!_map.Remove(key)) return false;
        _list.RemoveAt(IndexOf(key));
        return true;
    }

    public bool Remove(KeyValuePair<TKey, TValue> item) => Remove((item.Key, item.Value));
    public bool Remove((TKey, TValue) item) => Contains(item) && Remove(item.Item1);

    public void RemoveAt(int index)
    {
        _map.Remove(_list[index].Item1);
        _list.RemoveAt(index);
    }

    public bool TryGetValue(TKey key, out TValue value) => _map.TryGetValue(key, out value);
}
