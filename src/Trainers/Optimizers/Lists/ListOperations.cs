using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>Runs the functions of <see cref="ListScript"/>, which is compiled when the first of them is called.</summary>
internal static class ListOperations
{
    private static readonly Lazy<jit.CompilationUnit> Compiled = new(() => jit.compile(ListScript.Text));

    /// <summary>Calls a function of the script that changes tensors in place.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="arguments">Lists of tensors, <see cref="Numbers.Kept(double)"/> and truth values, as the function has them.</param>
    public static void Run(string function, params object[] arguments) => Invoke(function, arguments);

    /// <summary>Sums of squares, in double precision: as many as tensors, read from their device at once.</summary>
    /// <param name="tensors">Of one type and device.</param>
    public static double[] Squares(Tensor[] tensors)
    {
        using var lengths = (Tensor)Invoke("lengths", [tensors])!;
        return Array.ConvertAll(lengths.ReadAll<double>(), length => length * length);
    }

    private static object? Invoke(string function, object[] arguments)
    {
        if (Array.Exists(arguments, argument => argument is double or float or long))
            throw new ArgumentException($"{function}: a number that nothing holds. Use {nameof(Numbers)}.", nameof(arguments));
#pragma warning disable RS0030 // the numbers among its arguments are held: by Numbers, as was just seen
        var result = Compiled.Value.invoke(function, arguments);
#pragma warning restore RS0030
        GC.KeepAlive(arguments); // native code had their bare handles
        return result;
    }
}
