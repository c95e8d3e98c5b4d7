using System.Runtime.InteropServices;
using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Rows of -1 and 1 that are stored as they are.</summary>
internal static class SignRows
{
    /// <summary>Reads rows, and refuses other numbers.</summary>
    /// <param name="data">The data; their schema has been checked.</param>
    /// <param name="columns">The column of -1 and 1 first.</param>
    /// <exception cref="ArgumentException">A number is neither -1 nor 1: column, row and value are named.</exception>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    public static InMemoryBatches Read(IDataView data, IReadOnlyList<SizedColumn> columns)
    {
        var rows = DataViewBatches.ReadAll(data, columns, CPU);
        using var scope = NewDisposeScope();
        using var sizes = rows.Rows.Features.abs();
        if (sizes.eq(Numbers.One).all().Read<bool>())
            return rows;
        rows.Dispose();
        throw new ArgumentException(
            $"Column '{columns[0].Name}' holds {ValueFaults.First(data, columns[0], value => value is not (1 or -1))}; what is stored must "
                + "be -1 or 1. Map bits by 2x - 1, or numbers by their sign (CustomMapping).");
    }

    /// <summary>What tells a row from others.</summary>
    public static string Identity(ReadOnlySpan<float> row) => Convert.ToBase64String(MemoryMarshal.AsBytes(row));
}
