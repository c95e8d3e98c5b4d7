using System.Diagnostics.CodeAnalysis;

namespace Microsoft.ML.Runtime;

/// Makes the exceptions of the whole library, one wording and one type for each situation. The context may be null.
internal static class Contracts
{
    public const string IsMarkedKey = "ML_IsMarked";
    public const string SensitivityKey = "ML_Sensitivity";

    public static TException Process<TException>(this IExceptionContext ctx, TException ex) where TException : Exception
    {
        if (ctx is not null)
            return ctx.Process(ex);
        ex.Data[IsMarkedKey] = true;
        return ex;
    }

    public static bool IsMarked(this Exception ex) => ex is not null && ex.Data.Contains(IsMarkedKey);

    public static InvalidOperationException Except(this IExceptionContext ctx, string message) => Process(ctx, new InvalidOperationException(message));

    public static InvalidOperationException Except(this IExceptionContext ctx, Exception inner, string message) =>
        Process(ctx, new InvalidOperationException(message, inner));

    public static ArgumentOutOfRangeException ExceptParam(this IExceptionContext ctx, string paramName, string message) =>
        Process(ctx, new ArgumentOutOfRangeException(paramName, message));

    public static ArgumentOutOfRangeException ExceptUserArg(this IExceptionContext ctx, string name, string message) =>
        Process(ctx, new ArgumentOutOfRangeException(name, message));

    public static ArgumentNullException ExceptValue(this IExceptionContext ctx, string paramName) => Process(ctx, new ArgumentNullException(paramName));

    public static ArgumentOutOfRangeException ExceptEmpty(this IExceptionContext ctx, string paramName) =>
        Process(ctx, new ArgumentOutOfRangeException(paramName, $"{paramName} cannot be empty"));

    public static ArgumentOutOfRangeException ExceptSchemaMismatch(this IExceptionContext ctx, string paramName, string columnRole, string columnName) =>
        Process(ctx, new ArgumentOutOfRangeException(paramName, $"Could not find {columnRole} column '{columnName}'"));

    public static ArgumentOutOfRangeException ExceptSchemaMismatch(this IExceptionContext ctx, string paramName, string columnRole, string columnName, string expectedType, string actualType) =>
        Process(ctx, new ArgumentOutOfRangeException(paramName, $"Schema mismatch for {columnRole} column '{columnName}': expected {expectedType}, got {actualType}"));

    public static FormatException ExceptDecode(this IExceptionContext ctx, string message) => Process(ctx, new FormatException(message));

    public static FormatException ExceptDecode(this IExceptionContext ctx, Exception inner, string message) => Process(ctx, new FormatException(message, inner));

    public static IOException ExceptIO(this IExceptionContext ctx, string message) => Process(ctx, new IOException(message));

    public static IOException ExceptIO(this IExceptionContext ctx, Exception inner, string message) => Process(ctx, new IOException(message, inner));

    public static NotSupportedException ExceptNotSupp(this IExceptionContext ctx, string message) => Process(ctx, new NotSupportedException(message));

    public static void Check(this IExceptionContext ctx, [DoesNotReturnIf(false)] bool condition, string message)
    {
        if (!condition)
            throw Except(ctx, message);
    }

    public static void CheckParam(this IExceptionContext ctx, [DoesNotReturnIf(false)] bool condition, string paramName, string message)
    {
        if (!condition)
            throw ExceptParam(ctx, paramName, message);
    }

    public static void CheckUserArg(this IExceptionContext ctx, [DoesNotReturnIf(false)] bool condition, string name, string message)
    {
        if (!condition)
            throw ExceptUserArg(ctx, name, message);
    }

    public static void CheckDecode(this IExceptionContext ctx, [DoesNotReturnIf(false)] bool condition, string message)
    {
        if (!condition)
            throw ExceptDecode(ctx, message);
    }

    public static void CheckValue<T>(this IExceptionContext ctx, T value, string paramName) where T : class
    {
        if (value is null)
            throw ExceptValue(ctx, paramName);
    }

    public static void CheckNonEmpty(this IExceptionContext ctx, string value, string paramName)
    {
        if (string.IsNullOrEmpty(value))
            throw ExceptEmpty(ctx, paramName);
    }

    public static void CheckNonEmpty<T>(this IExceptionContext ctx, ICollection<T> values, string paramName)
    {
        if (values is null || values.Count == 0)
            throw ExceptEmpty(ctx, paramName);
    }

    public static void CheckNonWhiteSpace(this IExceptionContext ctx, string value, string paramName)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw ExceptEmpty(ctx, paramName);
    }

    /// Schemas refuse an empty name the way they refuse null.
    public static void CheckNonEmptyName(string name, string paramName)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentNullException(paramName);
    }

    public static T CheckRef<T>(T value, string paramName) where T : class => value ?? throw ExceptValue(null, paramName);

    /// Throws when the context of the host has been told to stop.
    public static void CheckAlive(this IHostEnvironment env)
    {
        if (env is ICancelable { IsCanceled: true })
            throw Process(env, new OperationCanceledException("Operation was canceled."));
    }
}
