using System.CommandLine;
using GbGateway.Commands;
using GbGateway.Commands.Keywords;

var root = new RootCommand("A reverse proxy that labels AI-generated content as GB 45438-2025 asks.")
{
    DemoCommand.Create(),
    RunCommand.Create(),
    ConfigCommand.Create(),
    LabelCommand.Create(),
    KeywordsCommand.Create(),
    ProfileCommand.Create(),
    WatermarkCommand.Create(),
    VerifyCommand.Create(),
    LedgerCommand.Create(),
    GrantCommand.Create(),
    TenantCommand.Create(),
};
// Signals are the commands' own: answers drain before the process ends.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
