using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using DeepML.CommandLine.Commands;

namespace DeepML.CommandLine;

/// <summary>The command line: commands, their arguments, and how errors are told.</summary>
internal static class Tool
{
    private static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "Also write what ML.NET logs, and where an unforeseen error came from.",
        Recursive = true,
    };

    /// <summary>Runs a command line.</summary>
    /// <param name="args">What stands behind the tool's name.</param>
    /// <param name="output">What was asked for.</param>
    /// <param name="error">What went wrong.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
                await error.WriteLineAsync($"deepml: {fault.Message}");
            await error.WriteLineAsync("'deepml --help' and 'deepml COMMAND --help' tell what can be given.");
            return ExitCodes.BadUsage;
        }
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromMinutes(1), // a batch is finished, and the model saved
            });
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("deepml: stopped.");
            return ExitCodes.Stopped;
        }
        catch (Exception e)
        {
            return Tell(error, e, parsed.GetValue(Verbose));
        }
    }

    private static int Tell(TextWriter error, Exception exception, bool isVerbose)
    {
        var cause = exception;
        while (cause is TargetInvocationException or AggregateException && cause.InnerException is { } inner)
            cause = inner;
        var isForeseen = IsForeseen(cause);
        error.WriteLine(isForeseen
            ? $"deepml: {WithoutParameter(cause.Message)}"
            : $"deepml: an unforeseen error, which is a fault of the tool: {cause.GetType().Name}: {cause.Message}");
        if (isVerbose)
            error.WriteLine(exception);
        return isForeseen ? ExitCodes.BadInput : ExitCodes.Fault;
    }

    // What the library says about its input, in words for people.
    private static bool IsForeseen(Exception exception) => exception is InputException or FormatException or InvalidDataException
        or InvalidOperationException or NotSupportedException or IOException or UnauthorizedAccessException or DllNotFoundException
        or JsonException or TrainingStoppedException or (ArgumentException and not ArgumentNullException);

    private static string WithoutParameter(string message)
    {
        var end = message.IndexOf(" (Parameter '", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private static RootCommand Root() => new("Trains, scores and looks into networks of DeepML, on files of rows (CSV).")
    {
        Train(), Score(), Report(), Onnx(), Inspect(), Verbose,
    };

    private static Command Train()
    {
        var configuration = new Argument<string>("config")
        {
            Description = "What to train: a JSON file, { \"label\": \"Species\" } at the least.",
        };
        var data = new Argument<string>("data") { Description = "The rows to learn from: a file whose first line names the columns." };
        var validation = new Option<string?>("--validation")
        {
            Description = "Rows that are measured after each epoch and never learned from.",
        };
        var output = Output("The model to write: a zip file.");
        return With(
            new Command("train", "Trains a network and saves it.") { configuration, data, validation, output },
            (parsed, session, cancellation) => TrainCommand.Run(
                session, parsed.GetValue(configuration)!, parsed.GetValue(data)!, parsed.GetValue(validation), parsed.GetValue(output)!,
                cancellation));
    }

    private static Command Score()
    {
        var (model, separator) = (Model(), Separator());
        var data = new Argument<string>("data") { Description = "The rows to score; their columns may stand in any order." };
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; without it the rows are printed." };
        var columns = new Option<string[]>("--columns")
        {
            Description = "The answers to write; without it those of the network and what stands behind it.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        return With(
            new Command("score", "Writes rows again, with what the model answers.") { model, data, output, columns, separator },
            (parsed, session, _) => ScoreCommand.Run(
                session, parsed.GetValue(model)!, parsed.GetValue(data)!, parsed.GetValue(output), parsed.GetValue(columns)!,
                parsed.GetValue(separator)));
    }

    private static Command Report()
    {
        var (model, separator) = (Model(), Separator());
        var data = new Argument<string?>("data")
        {
            Description = "Rows that the model has not learned from; without them the page tells of the training alone.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var output = Output("The page to write: an HTML file.");
        var label = new Option<string?>("--label") { Description = "The column of right answers; without it that of the training." };
        var title = new Option<string?>("--title") { Description = "The page's title." };
        return With(
            new Command("report", "Writes a page on a model.") { model, data, output, label, title, separator },
            (parsed, session, _) => ReportCommand.Run(
                session, parsed.GetValue(model)!, parsed.GetValue(data), parsed.GetValue(output)!, parsed.GetValue(label),
                parsed.GetValue(title), parsed.GetValue(separator)));
    }

    private static Command Onnx()
    {
        var model = Model();
        var output = Output("The ONNX file to write.");
        var outputs = new Option<string[]>("--outputs")
        {
            Description = "The columns to write; without it all that the model adds.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        return With(
            new Command("onnx", "Writes a model as ONNX.") { model, output, outputs },
            (parsed, session, _) => OnnxCommand.Run(
                session, parsed.GetValue(model)!, parsed.GetValue(output)!, parsed.GetValue(outputs)!));
    }

    private static Command Inspect()
    {
        var model = Model();
        var whole = new Option<bool>("--description") { Description = "Write the whole description of each network." };
        return With(
            new Command("inspect", "Tells kinds, columns, weights, versions and hashes of a model without loading it.") { model, whole },
            (parsed, session, _) => InspectCommand.Run(session, parsed.GetValue(model)!, parsed.GetValue(whole)));
    }

    private static Argument<string> Model() => new("model") { Description = "A saved model: a zip file." };

    private static Option<string> Output(string description) => new("--output", "-o") { Description = description, Required = true };

    private static Option<char?> Separator() => new("--separator")
    {
        Description = "Between two cells; without it what the first line has most of: comma, semicolon, tab or bar.",
        CustomParser = given => // there is no parser of single letters
        {
            if (given.Tokens is [{ Value: [var letter] }])
                return letter;
            given.AddError($"--separator is '{string.Join(' ', given.Tokens.Select(token => token.Value))}'; it must be one letter.");
            return null;
        },
    };

    private static Command With(Command command, Func<ParseResult, Session, CancellationToken, int> run)
    {
        // Not on this thread: whoever invokes an action listens for Ctrl+C only when the action has handed it back.
        command.SetAction((parsed, cancellation) => Task.Run(
            () => run(
                parsed,
                new Session(parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error, parsed.GetValue(Verbose)),
                cancellation),
            CancellationToken.None));
        return command;
    }
}
