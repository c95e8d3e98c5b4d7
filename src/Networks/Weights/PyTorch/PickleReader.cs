using System.Buffers.Binary;
using System.Text;

namespace DeepML.Networks;

/// <summary>
/// Reads the part of Python's pickle format, protocols 2 to 5, in which torch writes names and tensors. A pickle is a program that may call
/// anything by name; here names stay names, <paramref name="call"/> alone decides what a call of one gives, and no other code is run.
/// </summary>
/// <param name="bytes">The pickle.</param>
/// <param name="call">From the name of a function or class, "module name", and its arguments to what it gives.</param>
/// <param name="persistent">From what stands for something outside of the pickle to what it is.</param>
internal sealed class PickleReader(
    ReadOnlyMemory<byte> bytes, Func<string, object?[], object> call, Func<object?, object> persistent)
{
    private static readonly object Mark = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<int, object?> _memory = [];
    private int _at;

    /// <summary>A function or class, by its name.</summary>
    /// <param name="Name">Module and name, with a space between them.</param>
    internal sealed record Global(string Name);

    /// <summary>Runs the pickle.</summary>
    /// <returns>
    /// What it leaves: null, bool, long, double, string, a tuple (array), a list, a dictionary, or what the calls have given.
    /// </returns>
    /// <exception cref="FormatException">It is cut off, damaged, or does what names and tensors do not need.</exception>
    public object? Read()
    {
        try
        {
            while (true)
            {
                var code = Byte();
                if (code == '.')
                    return Pop();
                Step(code);
            }
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or InvalidCastException or KeyNotFoundException)
        {
            throw new FormatException($"The pickle is damaged or cut off at byte {_at} of {bytes.Length}.", e);
        }
    }

    private void Step(byte code)
    {
        switch (code)
        {
            case 0x80: // protocol
                Byte();
                break;
            case 0x95: // a frame: what follows does not care
                Take(8);
                break;
            case (byte)'N' or 0x88 or 0x89:
                _stack.Add(code switch { 0x88 => true, 0x89 => false, _ => null });
                break;
            case (byte)'J' or (byte)'K' or (byte)'M' or 0x8a or (byte)'G':
                _stack.Add(Number(code));
                break;
            case (byte)'X' or 0x8c or (byte)'U' or (byte)'T' or 0x8d:
                _stack.Add(Text(code));
                break;
            case (byte)'(':
                _stack.Add(Mark);
                break;
            case (byte)')' or (byte)'t' or 0x85 or 0x86 or 0x87:
                _stack.Add(code == ')' ? [] : code == 't' ? PopToMark() : Pop(code - 0x84));
                break;
            case (byte)']' or (byte)'a' or (byte)'e':
                List(code);
                break;
            case (byte)'}' or (byte)'s' or (byte)'u':
                Dictionary(code);
                break;
            case (byte)'q' or (byte)'r' or 0x94 or (byte)'h' or (byte)'j':
                Remember(code);
                break;
            default:
                Call(code);
                break;
        }
    }

    private void Call(byte code)
    {
        switch (code)
        {
            case (byte)'c':
                _stack.Add(new Global($"{Line()} {Line()}"));
                break;
            case 0x93: // the same, from the stack
                var name = Pop<string>();
                _stack.Add(new Global($"{Pop<string>()} {name}"));
                break;
            case (byte)'R' or 0x81: // of a function, of a class
                var arguments = Pop<object?[]>();
                _stack.Add(call(Pop<Global>().Name, arguments));
                break;
            case (byte)'Q':
                _stack.Add(persistent(Pop()));
                break;
            case (byte)'b': // attributes of what is there: torch notes versions of modules
                Pop();
                break;
            default:
                throw new FormatException($"The pickle has the code 0x{code:x2} at byte {_at - 1}, which names and tensors do not need.");
        }
    }

    private object Number(byte code) => code switch
    {
        (byte)'J' => (object)(long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)), // or all would become double
        (byte)'K' => (long)Byte(),
        (byte)'M' => (long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
        (byte)'G' => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        _ => Long(Take(Byte())),
    };

    private static long Long(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > sizeof(long))
            throw new FormatException($"The pickle has a whole number of {digits.Length} bytes; torch's have {sizeof(long)} at most.");
        Span<byte> whole = stackalloc byte[sizeof(long)];
        whole.Fill(digits.Length > 0 && digits[^1] >= 0x80 ? (byte)0xff : (byte)0); // two's complement goes on
        digits.CopyTo(whole);
        return BinaryPrimitives.ReadInt64LittleEndian(whole);
    }

    private string Text(byte code) => Encoding.UTF8.GetString(Take(code switch
    {
        0x8c or (byte)'U' => Byte(),
        0x8d => checked((int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(Take(8)))),
        _ => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
    }));

    private void List(byte code)
    {
        if (code == ']')
        {
            _stack.Add(new List<object?>());
            return;
        }
        var items = code == 'a' ? [Pop()] : PopToMark();
        Top<List<object?>>().AddRange(items);
    }

    private void Dictionary(byte code)
    {
        if (code == '}')
        {
            _stack.Add(new Dictionary<object, object?>());
            return;
        }
        var items = code == 's' ? Pop(2) : PopToMark();
        var dictionary = Top<Dictionary<object, object?>>();
        for (var i = 0; i < items.Length; i += 2)
            dictionary[items[i]!] = items[i + 1];
    }

    private void Remember(byte code)
    {
        if (code is (byte)'h' or (byte)'j')
            _stack.Add(_memory[code == 'h' ? Byte() : BinaryPrimitives.ReadInt32LittleEndian(Take(4))]);
        else
            _memory[code switch
            {
                (byte)'q' => Byte(),
                (byte)'r' => BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
                _ => _memory.Count,
            }] = _stack[^1];
    }

    private object? Pop()
    {
        var top = _stack[^1];
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private T Pop<T>() => Pop() is T top ? top : throw new InvalidCastException();

    private T Top<T>() => _stack[^1] is T top ? top : throw new InvalidCastException();

    private object?[] Pop(int count)
    {
        var top = _stack[^count..].ToArray();
        _stack.RemoveRange(_stack.Count - count, count);
        return top;
    }

    private object?[] PopToMark()
    {
        var mark = _stack.LastIndexOf(Mark);
        var top = _stack[(mark + 1)..].ToArray();
        _stack.RemoveRange(mark, _stack.Count - mark);
        return top;
    }

    private byte Byte() => bytes.Span[_at++];

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = bytes.Span.Slice(_at, count);
        _at += count;
        return taken;
    }

    private string Line()
    {
        var line = bytes.Span[_at..];
        line = line[..line.IndexOf((byte)'\n')];
        _at += line.Length + 1;
        return Encoding.UTF8.GetString(line);
    }
}
